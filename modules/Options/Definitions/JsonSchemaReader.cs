using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>Options from the properties of a JSON Schema (draft-7) of type object, as repository entries publish them.</summary>
internal static class JsonSchemaReader
{
    public static IEnumerable<OptionDefinition> Read(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || schema.Property("properties") is not { ValueKind: JsonValueKind.Object } properties) yield break;
        var required = schema.Property("required") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String).Select(r => r.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var property in properties.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object) yield return Option(property.Name, property.Value, required.Contains(property.Name));
        }
    }

    private static OptionDefinition Option(string key, JsonElement schema, bool required)
    {
        var type = TypeOf(schema);
        var choices = schema.Property("enum") is { ValueKind: JsonValueKind.Array } values ? values
            : type == OptionType.Multiselect && schema.Property("items")?.Property("enum") is { ValueKind: JsonValueKind.Array } items ? items
            : default;
        return new OptionDefinition
        {
            Key = key, Type = type, Required = required,
            // Members of an object have no order that a database would keep, so authors name it; those without one come last.
            Order = schema.Number("x-order") is >= 0 and < int.MaxValue and { } order ? (int)order : int.MaxValue,
            Label = schema.Text("title") ?? Labels.FromKey(key),
            Help = schema.Text("description"), Placeholder = schema.Text("x-placeholder"), Section = schema.Text("x-section"),
            DeprecationReason = schema.Deprecation("deprecated"), EditableAt = schema.Scopes("x-editableAt"), VisibleWhen = ConditionReader.Read(schema.Property("x-visibleWhen")),
            Generation = type == OptionType.Generated ? GenerationReader.Read(schema.Property("x-generated")) : null,
            Default = type is OptionType.Secret or OptionType.Generated ? null : schema.Property("default"),
            Choices = choices.ValueKind == JsonValueKind.Array
                ? [.. choices.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.String ? c.GetString()! : c.GetRawText()).Select(c => new OptionChoice(c, c))]
                : [],
            Minimum = schema.Number("minimum"), Maximum = schema.Number("maximum"),
            MinLength = schema.Length("minLength"), MaxLength = schema.Length("maxLength"),
            Pattern = schema.Text("pattern"),
            ReadOnly = schema.Flag("readOnly"),
            Inheritance = type is OptionType.Array or OptionType.Multiselect && schema.Text("x-inheritance") == "merge" ? OptionInheritance.Merge : OptionInheritance.Override,
            Inheritable = schema.Property("x-inheritable")?.ValueKind != JsonValueKind.False,
        };
    }

    private static OptionType TypeOf(JsonElement schema)
    {
        if (schema.Flag("x-output")) return OptionType.Output;
        if (schema.Flag("x-generated") || schema.Property("x-generated") is { ValueKind: JsonValueKind.Object }) return OptionType.Generated;
        if (schema.Text("format") is "password" or "secret" || schema.Flag("writeOnly")) return OptionType.Secret;
        var type = schema.Property("type") switch
        {
            { ValueKind: JsonValueKind.String } one => one.GetString(),
            { ValueKind: JsonValueKind.Array } several => several.EnumerateArray().Select(t => t.ToString()).FirstOrDefault(t => t != "null"),
            _ => null,
        };
        if (schema.Property("enum") is { ValueKind: JsonValueKind.Array }) return OptionType.Select;
        return type switch
        {
            "boolean" => OptionType.Boolean,
            "integer" when schema.Text("format") == "int32" => OptionType.Int,
            "integer" => OptionType.Long,
            "number" => OptionType.Number,
            "string" when schema.Text("format") is "uri" or "url" => OptionType.Url,
            "string" when schema.Text("format") is "textarea" or "multiline" => OptionType.Text,
            "string" => OptionType.String,
            "array" when schema.Property("items")?.Property("enum") is { ValueKind: JsonValueKind.Array } => OptionType.Multiselect,
            "array" when schema.Property("items")?.Text("type") is "string" => OptionType.Array,
            _ => OptionType.Json,
        };
    }
}
