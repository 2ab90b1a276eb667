using System.Text.Json;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>The fields of a form that an app shows.</summary>
internal static class FormFields
{
    /// <summary>The lists of a form that hold fields.</summary>
    public static readonly string[] Sets = ["required_fields", "optional_fields"];

    public static void Check(ElementReader form)
    {
        foreach (var field in form.Objects(Sets[0]))
            CheckField(field);
        if (form.Has(Sets[1]))
            foreach (var field in form.Objects(Sets[1]))
                CheckField(field);
    }

    /// <summary>Every field of a component, whatever form it is in.</summary>
    public static IEnumerable<JsonElement> In(JsonElement component) => component.ValueKind switch
    {
        JsonValueKind.Object => component.EnumerateObject().SelectMany(member => Sets.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Array
            ? member.Value.EnumerateArray() : In(member.Value)),
        _ => [],
    };

    private static void CheckField(ElementReader field)
    {
        var type = field.OneOf("type", "select", "text", "textarea");
        field.Text("name");
        field.Text("label");
        if (type == "select") CheckSelect(field);
        else if (field.Has("default")) field.OneOf("default", "issue.title", "issue.description");
    }

    private static void CheckSelect(ElementReader field)
    {
        if (field.Has("uri") == field.Has("options"))
            throw field.Invalid(field.Has("uri") ? "options" : "uri", "A select has exactly one of uri and options.");
        if (field.Has("uri")) field.Path("uri");
        else CheckOptions(field);
        field.Flag("async");
        field.Flag("skip_load_on_open");
        if (field.Has("depends_on") && field.Array("depends_on").EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
            throw field.Invalid("depends_on", "It must be a list of names.");
    }

    private static void CheckOptions(ElementReader field)
    {
        var index = 0;
        foreach (var option in field.Array("options").EnumerateArray())
        {
            if (option.ValueKind != JsonValueKind.Array || option.GetArrayLength() != 2 || option[0].ValueKind != JsonValueKind.String
                || option[1].ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                throw field.Invalid($"options/{index}", "An option is a pair: a text, and a text or number.");
            index++;
        }
    }
}
