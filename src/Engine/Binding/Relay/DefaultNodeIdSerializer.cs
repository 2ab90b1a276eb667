using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GraphQLPlugins.Engine.Types.Relay;

/// <summary>Global ids as base64 of <c>TypeName:value</c>. Reads URL-safe and unpadded text too, and the older form with a line feed and a type letter.</summary>
/// <param name="valueSerializers">For CLR types beside text, numbers and GUIDs.</param>
/// <param name="maxIdLength">Longer ids are refused.</param>
/// <param name="outputNewIdFormat">False writes the older form.</param>
/// <param name="useUrlSafeBase64">Whether <c>-</c> and <c>_</c> stand for <c>+</c> and <c>/</c>.</param>
public sealed class DefaultNodeIdSerializer(
    IEnumerable<INodeIdValueSerializer>? valueSerializers = null, int maxIdLength = 1024, bool outputNewIdFormat = true, bool useUrlSafeBase64 = false)
    : INodeIdSerializer
{
    private const int StackBytes = 256;
    private readonly INodeIdValueSerializer[] _serializers = [.. valueSerializers ?? []];

    /// <inheritdoc/>
    public string Format(string typeName, object internalId)
    {
        Span<byte> stack = stackalloc byte[StackBytes];
        var buffer = stack;
        byte[]? rented = null;
        try
        {
            int written;
            while (!TryFormat(typeName, internalId, buffer, out written))
            {
                if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
                buffer = rented = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
                if (buffer.Length > 64 * 1024) throw new GraphQLException($"The id of type `{internalId.GetType().Name}` cannot be written.");
            }
            var text = useUrlSafeBase64 ? Base64Url.EncodeToString(buffer[..written]) : Convert.ToBase64String(buffer[..written]);
            return text;
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public NodeId Parse(string formattedId, Type runtimeType) => Parse(formattedId, _ => runtimeType);

    /// <inheritdoc/>
    public NodeId Parse(string formattedId, Func<string, Type?> runtimeTypeOf)
    {
        if (formattedId.Length > maxIdLength) throw NodeIdErrors.TooLong(maxIdLength);
        var rented = ArrayPool<byte>.Shared.Rent(formattedId.Length + 4);
        try
        {
            if (!TryDecode(formattedId, rented, out var length)) throw NodeIdErrors.InvalidFormat(formattedId);
            ReadOnlySpan<byte> id = rented.AsSpan(0, length);
            var end = id.IndexOf((byte)':');
            var legacy = end < 0;
            if (legacy) end = id.IndexOf((byte)'\n');
            if (end <= 0 || (legacy && end + 2 > length)) throw NodeIdErrors.InvalidFormat(formattedId);
            var typeName = Encoding.UTF8.GetString(id[..end]);
            var runtimeType = runtimeTypeOf(typeName) ?? typeof(string);
            var value = legacy ? ParseLegacy(id[end + 1], id[(end + 2)..]) : ParseValue(id[(end + 1)..], runtimeType);
            return value is null ? throw NodeIdErrors.InvalidFormat(formattedId) : new NodeId(typeName, value);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool TryFormat(string typeName, object id, Span<byte> buffer, out int written)
    {
        written = 0;
        if (!Encoding.UTF8.TryGetBytes(typeName, buffer, out var prefix) || buffer.Length < prefix + 2) return false;
        buffer[prefix++] = outputNewIdFormat ? (byte)':' : (byte)'\n';
        if (!outputNewIdFormat) buffer[prefix++] = LegacyCode(id);
        if (!TryFormatValue(id, buffer[prefix..], out var value)) return false;
        written = prefix + value;
        return true;
    }

    private bool TryFormatValue(object id, Span<byte> buffer, out int written)
    {
        foreach (var serializer in _serializers)
        {
            if (!serializer.IsSupported(id.GetType())) continue;
            switch (serializer.Format(buffer, id, out written))
            {
                case NodeIdFormatterResult.Success: return true;
                case NodeIdFormatterResult.BufferTooSmall: return false;
                default: throw new GraphQLException($"The id of type `{id.GetType().Name}` cannot be written.");
            }
        }
        switch (id)
        {
            case string s: return Encoding.UTF8.TryGetBytes(s, buffer, out written);
            case int i: return Utf8Formatter.TryFormat(i, buffer, out written);
            case long l: return Utf8Formatter.TryFormat(l, buffer, out written);
            case short s: return Utf8Formatter.TryFormat(s, buffer, out written);
            case Guid g when outputNewIdFormat:
                written = 16;
                return g.TryWriteBytes(buffer);
            case Guid g: return Utf8Formatter.TryFormat(g, buffer, out written, 'N');
            case IUtf8SpanFormattable f: return f.TryFormat(buffer, out written, default, CultureInfo.InvariantCulture);
            default: throw new GraphQLException($"Nothing says how to write an id of type `{id.GetType().Name}`; register an INodeIdValueSerializer for it.");
        }
    }

    private object? ParseValue(ReadOnlySpan<byte> value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        foreach (var serializer in _serializers)
        {
            if (serializer.IsSupported(type)) return serializer.TryParse(value, out var parsed) ? parsed : null;
        }
        if (type == typeof(string) || type == typeof(object)) return Encoding.UTF8.GetString(value);
        if (type == typeof(Guid))
        {
            if (value.Length == 16) return new Guid(value);
            return Utf8Parser.TryParse(value, out Guid guid, out var read, 'N') && read == value.Length
                || Utf8Parser.TryParse(value, out guid, out read, 'D') && read == value.Length ? guid : null;
        }
        if (type == typeof(int)) return Utf8Parser.TryParse(value, out int i, out var used) && used == value.Length ? i : null;
        if (type == typeof(long)) return Utf8Parser.TryParse(value, out long l, out var used) && used == value.Length ? l : null;
        if (type == typeof(short)) return Utf8Parser.TryParse(value, out short s, out var used) && used == value.Length ? s : null;
        var text = Encoding.UTF8.GetString(value);
        try
        {
            return Binding.ValueConverter.Default.Convert(text, type);
        }
        catch (GraphQLException)
        {
            return null;
        }
    }

    private static object? ParseLegacy(byte code, ReadOnlySpan<byte> value) => code switch
    {
        (byte)'s' => Utf8Parser.TryParse(value, out short s, out var read) && read == value.Length ? s : null,
        (byte)'i' => Utf8Parser.TryParse(value, out int i, out var read) && read == value.Length ? i : null,
        (byte)'l' => Utf8Parser.TryParse(value, out long l, out var read) && read == value.Length ? l : null,
        (byte)'g' => Utf8Parser.TryParse(value, out Guid g, out var read, 'N') && read == value.Length ? g : null,
        _ => Encoding.UTF8.GetString(value),
    };

    private static byte LegacyCode(object id) => id switch
    {
        short => (byte)'s',
        int => (byte)'i',
        long => (byte)'l',
        Guid => (byte)'g',
        _ => (byte)'d',
    };

    private static bool TryDecode(string text, Span<byte> buffer, out int length)
    {
        length = 0;
        if (text.Length == 0) return false;
        // Both alphabets, with or without padding, are brought to the padded standard one.
        Span<char> padded = text.Length <= StackBytes ? stackalloc char[text.Length + 3] : new char[text.Length + 3];
        var characters = 0;
        foreach (var c in text.AsSpan().TrimEnd('='))
        {
            padded[characters++] = c switch { '-' => '+', '_' => '/', _ => c };
        }
        while (characters % 4 != 0)
        {
            if (characters == padded.Length) return false;
            padded[characters++] = '=';
        }
        return Convert.TryFromBase64Chars(padded[..characters], buffer, out length);
    }
}

/// <summary>The errors of global ids, with the texts that clients know.</summary>
internal static class NodeIdErrors
{
    public static GraphQLException InvalidFormat(string id) =>
        new(ErrorBuilder.New().SetMessage("The node ID string has an invalid format.").SetExtension("originalValue", id).Build());

    public static GraphQLException TooLong(int max) =>
        new(ErrorBuilder.New().SetMessage($"The node ID string is longer than the {max} characters that are allowed.").Build());

    public static GraphQLException WrongType(string actual, string expected) =>
        new(ErrorBuilder.New().SetMessage($"The node id type name `{actual}` does not match the expected type name `{expected}`.").Build());

    public static IError NoResolver(string typeName) =>
        ErrorBuilder.New().SetMessage($"There is no node resolver registered for type `{typeName}`.").Build();

    public static GraphQLException TooMany(int count, int max) => new(ErrorBuilder.New()
        .SetMessage($"The maximum number of nodes that can be fetched at once is {max}. This selection tried to fetch {count} nodes that exceeded the maximum allowed amount.")
        .SetCode(ErrorCodes.TooManyNodes).SetExtension("currentCount", count).SetExtension("maxAllowed", max).Build());
}
