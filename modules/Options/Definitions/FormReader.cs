using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>Options from a settings form: <c>settings</c>, plain or in <c>sections</c>, each with key, display_name, help_text, type, default and options.</summary>
internal static class FormReader
{
    public static IEnumerable<OptionDefinition> Read(JsonElement form)
    {
        foreach (var option in Settings(form, null)) yield return option;
        if (form.Property("sections") is not { ValueKind: JsonValueKind.Array } sections) yield break;
        foreach (var section in sections.EnumerateArray())
        {
            if (section.ValueKind != JsonValueKind.Object) continue;
            foreach (var option in Settings(section, section.Text("title") ?? section.Text("key"))) yield return option;
        }
    }

    private static IEnumerable<OptionDefinition> Settings(JsonElement owner, string? section)
    {
        if (owner.Property("settings") is not { ValueKind: JsonValueKind.Array } settings) yield break;
        foreach (var setting in settings.EnumerateArray())
        {
            if (setting.ValueKind != JsonValueKind.Object || setting.Text("key") is not { } key) continue;
            var type = setting.Text("type") switch
            {
                "bool" => OptionType.Boolean,
                "number" => OptionType.Number,
                "longtext" => OptionType.Text,
                "generated" => OptionType.Generated,
                "radio" or "dropdown" => OptionType.Select,
                "custom" => OptionType.Json,
                _ => setting.Flag("secret") ? OptionType.Secret : OptionType.String,
            };
            yield return new OptionDefinition
            {
                Key = key, Type = type, Section = section,
                Label = (setting.Text("display_name") ?? Labels.FromKey(key)).TrimEnd(':', ' '),
                Help = setting.Text("help_text"), Placeholder = setting.Text("placeholder"),
                DeprecationReason = setting.Deprecation("deprecated"), EditableAt = setting.Scopes("editable_at"), VisibleWhen = ConditionReader.Read(setting.Property("visible_when")),
                Generation = type == OptionType.Generated ? GenerationReader.Read(setting.Property("generate")) : null,
                Default = type == OptionType.Generated || type == OptionType.Secret ? null : Present(setting.Property("default")),
                Choices = setting.Property("options") is { ValueKind: JsonValueKind.Array } options
                    ? [.. options.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object && o.Text("value") is not null)
                        .Select(o => new OptionChoice(o.Text("value")!, o.Text("display_name") ?? o.Text("value")!))]
                    : [],
            };
        }
    }

    private static JsonElement? Present(JsonElement? value) => value is { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : value;
}
