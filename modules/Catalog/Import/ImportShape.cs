using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>What a file looks like inside; a format may come in more than one shape.</summary>
internal enum ImportShape
{
    /// <summary>One uniform record a line.</summary>
    Lines,

    /// <summary>One object whose member <c>plugins</c> maps names to plugins.</summary>
    UpdateCenter,

    /// <summary>A list with one element a version, each with a manifest.</summary>
    Marketplace,

    /// <summary>A list with one element a plugin, each with an image.</summary>
    Managed,
}

/// <summary>Sees the shape of a file from its beginning.</summary>
internal static class ImportShapes
{
    private const int PeekBytes = 1 << 16;

    public static async Task<ImportShape> DetectAsync(ImportSource source, ImportFormat? expected, CancellationToken ct)
    {
        var shape = Detect(await PeekAsync(source, ct));
        if (expected is { } format && !Shapes(format).Contains(shape))
            throw new ImportFormatException($"The file is no {Name(format)} file: it looks like {Describe(shape)}.");
        return shape;
    }

    private static ImportShape[] Shapes(ImportFormat format) => format switch
    {
        ImportFormat.Jenkins => [ImportShape.Lines, ImportShape.UpdateCenter],
        ImportFormat.Mattermost => [ImportShape.Lines, ImportShape.Marketplace],
        ImportFormat.Cloudforet => [ImportShape.Managed],
        _ => [ImportShape.Lines],
    };

    private static string Name(ImportFormat format) => format.ToString().ToLowerInvariant();

    private static string Describe(ImportShape shape) => shape switch
    {
        ImportShape.Lines => "one uniform record a line",
        ImportShape.UpdateCenter => "an update-center document",
        ImportShape.Marketplace => "a marketplace list",
        _ => "a list of managed plugins",
    };

    private static async Task<byte[]> PeekAsync(ImportSource source, CancellationToken ct)
    {
        await using var stream = source.Rewind();
        var buffer = new byte[PeekBytes];
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            return buffer[..read];
        }
        catch (InvalidDataException fault)
        {
            throw new ImportFileTruncatedException($"The compressed file is damaged or cut off: {fault.Message}");
        }
    }

    private static ImportShape Detect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        var text = bytes.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("updateCenter.post("u8))
            return ImportShape.UpdateCenter;
        if (text.Length == 0 || text[0] is not ((byte)'{' or (byte)'['))
            throw new ImportFormatException("The file is neither JSON nor gzip.");
        var names = FirstNames(text);
        return text[0] == (byte)'{'
            ? names.Contains("pluginId") ? ImportShape.Lines
                : names.Contains("plugins") || names.Contains("updateCenterVersion") || names.Contains("connectionCheckUrl") ? ImportShape.UpdateCenter
                : throw new ImportFormatException("The file is JSON, but neither uniform records nor an update center: its first object has neither 'pluginId' nor 'plugins'.")
            : names.Contains("manifest") ? ImportShape.Marketplace
                : names.Contains("image") ? ImportShape.Managed
                : throw new ImportFormatException("The file is a JSON list, but neither a marketplace nor managed plugins: its first element has neither 'manifest' nor 'image'.");
    }

    /// <summary>Names of the first object's own members, as far as they can be seen.</summary>
    private static HashSet<string> FirstNames(ReadOnlySpan<byte> text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(text, isFinalBlock: false, default);
        var depth = text[0] == (byte)'{' ? 1 : 2;
        try
        {
            while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == depth - 1))
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == depth)
                    names.Add(json.GetString()!);
        }
        catch (JsonException fault) when (names.Count == 0)
        {
            throw new ImportFormatException($"The file looks like JSON but is none: {fault.Message.Split(". ")[0]}.");
        }
        catch (JsonException)
        {
            // The names seen so far tell the shape; what is broken is reported when it is read.
        }
        return names;
    }
}
