using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>One thing that an app shows.</summary>
/// <param name="Type">Which kind.</param>
/// <param name="Json">All of it.</param>
internal sealed record SchemaElement(string Type, JsonElement Json);

/// <summary>What an app may show, and how it is written (product rules A30 to A33).</summary>
internal static class SchemaElements
{
    private static readonly Dictionary<string, Action<ElementReader>> Types = new()
    {
        ["issue-link"] = IssueLink,
        ["alert-rule-action"] = AlertRuleAction,
        ["issue-media"] = IssueMedia,
        ["stacktrace-link"] = element => element.Path("uri"),
    };

    /// <summary>What an app without elements has.</summary>
    public static JsonElement Empty { get; } = JsonElement.Parse("{}");

    public static IEnumerable<SchemaElement> Of(JsonElement? schema) =>
        schema is { } given ? given.GetProperty("elements").EnumerateArray().Select(json => new SchemaElement(json.GetProperty("type").GetString()!, json)) : [];

    public static bool IsKnown(string type) => Types.ContainsKey(type);

    public static bool NeedsIcon(string type) => type is "issue-link" or "stacktrace-link";

    /// <returns>The schema as it is kept; null for an empty one.</returns>
    /// <exception cref="SchemaElementInvalidException">It is not as it must be.</exception>
    public static JsonElement? Check(JsonElement? schema)
    {
        if (schema is not { } given || IsEmpty(given))
            return null;
        if (given.ValueKind != JsonValueKind.Object)
            throw new SchemaElementInvalidException(null, "", "It must be an object.");
        given = TrimmedJson.Of(given, "schema");
        var root = new ElementReader(null, "", given);
        var seen = new HashSet<string>();
        foreach (var element in root.Objects("elements"))
        {
            var type = element.Text("type");
            if (!Types.TryGetValue(type, out var check))
                throw new SchemaElementInvalidException(null, $"{element.Pointer}/type", $"The type must be one of {string.Join(", ", Types.Keys)}.");
            if (!seen.Add(type))
                throw new SchemaElementInvalidException(type, element.Pointer, "There can be only one element of this type.");
            check(element.Named(type));
        }
        return given;
    }

    private static bool IsEmpty(JsonElement schema) =>
        schema.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (schema.ValueKind == JsonValueKind.String && schema.GetString()!.Length == 0)
        || (schema.ValueKind == JsonValueKind.Object && !schema.EnumerateObject().Any());

    private static void IssueLink(ElementReader element)
    {
        foreach (var part in new[] { "link", "create" })
        {
            var form = element.Object(part);
            form.Path("uri");
            FormFields.Check(form);
        }
    }

    private static void AlertRuleAction(ElementReader element)
    {
        element.Text("title");
        var settings = element.Object("settings");
        settings.OneOf("type", "alert-rule-settings");
        settings.Path("uri");
        FormFields.Check(settings);
        if (settings.Has("description") && settings.Text("description").Length is 0 or > 140)
            throw settings.Invalid("description", "It must have 1 to 140 characters.");
    }

    private static void IssueMedia(ElementReader element)
    {
        element.Text("title");
        foreach (var part in element.Objects("elements"))
        {
            switch (part.OneOf("type", "header", "markdown", "image", "video"))
            {
                case "header" or "markdown":
                    part.Text("text");
                    break;
                default:
                    part.Url("url");
                    break;
            }
        }
    }
}
