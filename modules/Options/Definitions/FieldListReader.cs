using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>Options from a list of fields (name, label, type, required, choices ...) or of parameter entries (displayName, permittedValues, inheritable ...).</summary>
internal static class FieldListReader
{
    public static IEnumerable<OptionDefinition> Read(JsonElement fields)
    {
        foreach (var field in fields.EnumerateArray())
        {
            if (field.ValueKind != JsonValueKind.Object) continue;
            var key = field.Text("name") ?? field.Text("key");
            if (key is null) continue;
            yield return field.Property("permittedValues") is not null || field.Text("displayName") is not null ? Entry(key, field) : Field(key, field);
        }
    }

    // A field is required unless it says otherwise, and its label is its title-cased name.
    private static OptionDefinition Field(string key, JsonElement field)
    {
        var isSecret = field.Flag("secret");
        var type = field.Text("type") switch
        {
            "textarea" when !isSecret => OptionType.Text,
            "secret" or "password" => OptionType.Secret,
            "select" => OptionType.Select,
            "bool" or "boolean" => OptionType.Boolean,
            "url" when !isSecret => OptionType.Url,
            "number" => OptionType.Number,
            "output" => OptionType.Output,
            "generated" => OptionType.Generated,
            _ => isSecret ? OptionType.Secret : OptionType.String,
        };
        return new OptionDefinition
        {
            Key = key, Type = type,
            Label = field.Text("label") ?? Labels.FromKey(key),
            Help = field.Text("help"), Placeholder = field.Text("placeholder"),
            Required = field.Property("required")?.ValueKind != JsonValueKind.False,
            ReadOnly = field.Flag("readonly"),
            Generation = type == OptionType.Generated ? GenerationReader.Read(field.Property("generate")) : null,
            Default = type is OptionType.Secret or OptionType.Generated ? null : field.Property("defaultValue") ?? field.Property("default"),
            Choices = field.Property("choices") is { ValueKind: JsonValueKind.Array } choices ? [.. choices.EnumerateArray().Select(Choice)] : [],
            DeprecationReason = field.Deprecation("isDeprecated"),
            EditableAt = field.Scopes("editableAt"), Section = field.Text("section"), VisibleWhen = ConditionReader.Read(field.Property("visibleWhen")),
        };
    }

    private static OptionDefinition Entry(string key, JsonElement entry)
    {
        var type = entry.Text("type")?.ToUpperInvariant() switch
        {
            "INT" => OptionType.Int,
            "LONG" => OptionType.Long,
            "BOOLEAN" => OptionType.Boolean,
            "LIST" => OptionType.Select,
            "ARRAY" => OptionType.Array,
            _ => OptionType.String,
        };
        return new OptionDefinition
        {
            Key = key, Type = type,
            Label = entry.Text("displayName") ?? Labels.FromKey(key),
            Help = entry.Text("description"),
            Default = entry.Property("defaultValue"),
            Choices = entry.Property("permittedValues") is { ValueKind: JsonValueKind.Array } values ? [.. values.EnumerateArray().Select(Choice)] : [],
            // Lists of entries are never inherited; other entries only when they say so.
            Inheritable = type != OptionType.Array && entry.Flag("inheritable"),
            EditableAt = entry.Scopes("editableAt"), VisibleWhen = ConditionReader.Read(entry.Property("visibleWhen")),
        };
    }

    private static OptionChoice Choice(JsonElement choice) => choice switch
    {
        { ValueKind: JsonValueKind.Array } pair when pair.GetArrayLength() == 2 => new OptionChoice(pair[0].ToString(), pair[1].ToString()),
        _ => new OptionChoice(choice.ToString(), choice.ToString()),
    };
}
