using System.Diagnostics.CodeAnalysis;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Types;

/// <summary>A GUID: <c>D</c> out, any layout in.</summary>
public sealed class UuidType : TextScalar<Guid>
{
    private readonly char _format;
    private readonly bool _enforceFormat;

    [SetsRequiredMembers]
    public UuidType() : this('D')
    {
    }

    /// <param name="defaultFormat">N, D, B or P: the layout that is written.</param>
    /// <param name="enforceFormat">Whether no other layout is read.</param>
    [SetsRequiredMembers]
    public UuidType(char defaultFormat, bool enforceFormat = false) : base("UUID", null)
    {
        if (defaultFormat is not ('N' or 'D' or 'B' or 'P')) throw new ArgumentException("The layout is N, D, B or P.", nameof(defaultFormat));
        _format = defaultFormat;
        _enforceFormat = enforceFormat;
    }

    /// <inheritdoc/>
    public override string SpecifiedByUrl => "https://tools.ietf.org/html/rfc4122";

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, Guid value)
    {
        writer.WriteByte((byte)'"');
        writer.WriteFormattable(value, 38, [_format]);
        writer.WriteByte((byte)'"');
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        var parsed = _enforceFormat ? Guid.TryParseExact(text, [_format], out var guid) : Guid.TryParse(text, out guid);
        value = guid;
        return parsed;
    }
}

/// <summary>An absolute URL, or a relative one that starts with a slash.</summary>
public sealed class UrlType : TextScalar<Uri>
{
    [SetsRequiredMembers]
    public UrlType() : base("URL", null)
    {
    }

    /// <inheritdoc/>
    public override string SpecifiedByUrl => "https://tools.ietf.org/html/rfc3986";

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, Uri value) => writer.WriteString(value.IsAbsoluteUri ? value.AbsoluteUri : value.ToString());

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        // On Unix a text with a leading slash counts as an absolute file path.
        var relative = text.StartsWith('/');
        var parsed = Uri.TryCreate(text, relative ? UriKind.Relative : UriKind.Absolute, out var uri);
        value = uri;
        return parsed;
    }
}

/// <summary>Bytes as base64.</summary>
public sealed class ByteArrayType : TextScalar<byte[]>
{
    [SetsRequiredMembers]
    public ByteArrayType() : base("ByteArray", null)
    {
    }

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, byte[] value)
    {
        writer.WriteByte((byte)'"');
        System.Buffers.Text.Base64.EncodeToUtf8(value, writer.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out var written);
        writer.Advance(written);
        writer.WriteByte((byte)'"');
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        try
        {
            value = Convert.FromBase64String(text);
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }
}
