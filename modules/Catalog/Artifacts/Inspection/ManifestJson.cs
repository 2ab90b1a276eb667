using System.Text.Json;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>Manifests in JSON. A member that is there twice would let two readers see two plugins, so it is refused.</summary>
internal static class ManifestJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 64 };

    public static JsonElement Parse(byte[] manifest, string what)
    {
        try
        {
            var text = manifest.AsMemory();
            if (text.Span.StartsWith("\uFEFF"u8))
                text = text[3..];
            var root = JsonDocument.Parse(text, Options).RootElement;
            return root.ValueKind == JsonValueKind.Object ? root : throw new ManifestInvalidException($"its {what} is no object.");
        }
        catch (JsonException)
        {
            throw new ManifestInvalidException($"its {what} is no JSON that can be read.");
        }
    }

    /// <summary>Null when absent, null or blank.</summary>
    public static string? Text(this JsonElement node, string name)
    {
        if (!node.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw new ManifestInvalidException($"the '{name}' in its manifest is no text.");
        return value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
    }

    public static JsonElement? Object(this JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;
}
