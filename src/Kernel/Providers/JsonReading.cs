using System.Text.Json;

namespace GraphQLPlugins.Kernel.Providers;

/// <summary>Reads members of foreign JSON that may be missing or of another kind.</summary>
public static class JsonReading
{
    /// <summary>The member; undefined when there is none.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>The text; null for anything else.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind is JsonValueKind.String ? element.GetString() : null;

    /// <summary>The member's text; null when it has none.</summary>
    public static string? Text(this JsonElement element, string name) => element.At(name).Text();

    /// <summary>The member's text or number as a text; null when it is neither.</summary>
    public static string? Id(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : element.Text(name);

    /// <summary>Whether the member is true.</summary>
    public static bool Flag(this JsonElement element, string name) => element.At(name).ValueKind is JsonValueKind.True;

    /// <summary>The elements; none for anything but an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) => element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>A hook's body.</summary>
    /// <exception cref="FormatException">It is not a JSON object.</exception>
    public static JsonElement ParseHook(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonElement.Parse(body.Span, new JsonDocumentOptions { MaxDepth = 64 });
            return json.ValueKind is JsonValueKind.Object ? json : throw new FormatException("The body is not a JSON object.");
        }
        catch (JsonException)
        {
            throw new FormatException("The body is not JSON.");
        }
    }
}
