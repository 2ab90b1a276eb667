using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Transfer;

/// <summary>
/// An option set as a text: <c>plugin</c>, <c>scope</c>, <c>etag</c> and <c>options</c>, what the scope sets itself by key. A secret stands there as
/// <c>{"$secret": {"key": …, "hint": …}}</c>, never as a value.
/// </summary>
internal static class OptionDocument
{
    public const string Plugin = "plugin";
    public const string Options = "options";
    public const int MaxDepth = 64;

    /// <summary>What a document may say beside its options.</summary>
    public static readonly IReadOnlyList<string> Members = [Plugin, "scope", "etag", Options];

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="pluginId">The plugin.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="schema">The plugin's options.</param>
    /// <param name="own">What the scope sets.</param>
    public static byte[] Write(string pluginId, OptionScope scope, OptionSchema schema, IReadOnlyList<OptionValue> own)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString(Plugin, pluginId);
            json.WriteString("scope", scope.Key);
            json.WriteString("etag", OptionSetReader.EtagOf(own));
            json.WriteStartObject(Options);
            var byKey = own.ToDictionary(v => v.Key, StringComparer.Ordinal);
            // What only the plugin sets, and what it declares no more, could not be imported again.
            foreach (var definition in schema.Definitions.Where(d => !d.ReadOnly && byKey.ContainsKey(d.Key)))
                Write(json, definition, byKey[definition.Key]);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <exception cref="OptionDocumentInvalidException">It is no JSON.</exception>
    public static JsonElement ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new OptionDocumentInvalidException(
                $"The document is not valid JSON: each key may come once, and it may be nested {MaxDepth} levels deep.", (int?)e.LineNumber + 1, (int?)e.BytePositionInLine + 1);
        }
    }

    /// <summary>The key that a secret's reference names; null when the value is no reference.</summary>
    public static string? ReferenceOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() != 1 || value.Property("$secret") is not { ValueKind: JsonValueKind.Object } reference) return null;
        return reference.Text("key");
    }

    private static void Write(Utf8JsonWriter json, OptionDefinition definition, OptionValue value)
    {
        json.WritePropertyName(definition.Key);
        // What is stored as a secret stays one, and so does what has become one since.
        if (value.Json is null || definition.IsSecret)
        {
            json.WriteStartObject();
            json.WriteStartObject("$secret");
            json.WriteString("key", definition.Key);
            json.WriteString("hint", value.Hint);
            json.WriteEndObject();
            json.WriteEndObject();
            return;
        }
        value.Shown.WriteTo(json);
    }
}
