using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace GraphQLPlugins.Engine.Types.Relay;

/// <summary>Writes inner ids of several parts, joined by colons.</summary>
public abstract class CompositeNodeIdValueSerializer<T> : INodeIdValueSerializer where T : notnull
{
    private const byte Separator = (byte)':';

    /// <inheritdoc/>
    public virtual bool IsSupported(Type type) => type == typeof(T) || Nullable.GetUnderlyingType(type) == typeof(T);

    /// <inheritdoc/>
    public NodeIdFormatterResult Format(Span<byte> buffer, object value, out int written)
    {
        if (value is T typed) return Format(buffer, typed, out written);
        written = 0;
        return NodeIdFormatterResult.InvalidValue;
    }

    /// <inheritdoc/>
    public bool TryParse(ReadOnlySpan<byte> buffer, [NotNullWhen(true)] out object? value)
    {
        var parsed = TryParse(buffer, out T? typed);
        value = typed;
        return parsed && value is not null;
    }

    /// <summary>Writes all parts with <c>TryFormatIdPart</c>.</summary>
    protected abstract NodeIdFormatterResult Format(Span<byte> buffer, T value, out int written);

    /// <summary>Reads all parts with <c>TryParseIdPart</c>.</summary>
    protected abstract bool TryParse(ReadOnlySpan<byte> buffer, [NotNullWhen(true)] out T? value);

    /// <summary>Writes a text part and the separator; the text must hold no colon.</summary>
    protected static bool TryFormatIdPart(Span<byte> buffer, string value, out int written)
    {
        written = 0;
        if (value.Contains(':') || !Encoding.UTF8.TryGetBytes(value, buffer, out var bytes)) return false;
        return TrySeparate(buffer, bytes, out written);
    }

    /// <summary>Writes a number and the separator.</summary>
    protected static bool TryFormatIdPart(Span<byte> buffer, int value, out int written) => TryFormatIdPart(buffer, (long)value, out written);

    /// <summary>Writes a number and the separator.</summary>
    protected static bool TryFormatIdPart(Span<byte> buffer, long value, out int written)
    {
        written = 0;
        return Utf8Formatter.TryFormat(value, buffer, out var bytes) && TrySeparate(buffer, bytes, out written);
    }

    /// <summary>Writes a GUID as text and the separator.</summary>
    protected static bool TryFormatIdPart(Span<byte> buffer, Guid value, out int written)
    {
        written = 0;
        return Utf8Formatter.TryFormat(value, buffer, out var bytes, 'N') && TrySeparate(buffer, bytes, out written);
    }

    /// <summary>Reads a text part; <paramref name="consumed"/> counts the separator.</summary>
    protected static bool TryParseIdPart(ReadOnlySpan<byte> buffer, [NotNullWhen(true)] out string? value, out int consumed)
    {
        value = Encoding.UTF8.GetString(Part(buffer, out consumed));
        return true;
    }

    /// <summary>Reads a number.</summary>
    protected static bool TryParseIdPart(ReadOnlySpan<byte> buffer, out int value, out int consumed)
    {
        var part = Part(buffer, out consumed);
        return Utf8Parser.TryParse(part, out value, out var read) && read == part.Length;
    }

    /// <summary>Reads a number.</summary>
    protected static bool TryParseIdPart(ReadOnlySpan<byte> buffer, out long value, out int consumed)
    {
        var part = Part(buffer, out consumed);
        return Utf8Parser.TryParse(part, out value, out var read) && read == part.Length;
    }

    /// <summary>Reads a GUID.</summary>
    protected static bool TryParseIdPart(ReadOnlySpan<byte> buffer, out Guid value, out int consumed)
    {
        var part = Part(buffer, out consumed);
        return Utf8Parser.TryParse(part, out value, out var read, 'N') && read == part.Length;
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> buffer, out int consumed)
    {
        var end = buffer.IndexOf(Separator);
        consumed = end < 0 ? buffer.Length : end + 1;
        return end < 0 ? buffer : buffer[..end];
    }

    private static bool TrySeparate(Span<byte> buffer, int bytes, out int written)
    {
        written = 0;
        if (buffer.Length <= bytes) return false;
        buffer[bytes] = Separator;
        written = bytes + 1;
        return true;
    }
}
