using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>A plugin's template: named parts, some of which hold a JSON Schema that consumers check values against.</summary>
internal static class PluginTemplate
{
    /// <summary>Of a version without options.</summary>
    public static JsonElement Nothing { get; } = JsonElement.Parse("{}");

    /// <summary>A template as it is kept; null stays null.</summary>
    public static JsonElement? Checked(JsonElement? template)
    {
        if (template is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
            return null;
        Check(template.Value);
        return TrimmedJson.Of(template.Value, "template");
    }

    /// <summary>Refuses a template in which a <c>schema</c> is no draft-7 schema. Parts without one are taken as they are (S13).</summary>
    public static void Check(JsonElement template)
    {
        if (template.ValueKind != JsonValueKind.Object)
            throw new TemplateSchemaInvalidException("template", "It must be an object.");
        foreach (var part in template.EnumerateObject())
        {
            if (part.Value.ValueKind != JsonValueKind.Object || !part.Value.TryGetProperty("schema", out var schema))
                continue;
            try
            {
                JsonSchema.Compile(schema);
            }
            catch (JsonSchemaException fault)
            {
                throw new TemplateSchemaInvalidException($"template.{part.Name}", fault.Message);
            }
        }
    }
}
