using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Jira;

/// <summary>Fields of new issues, as the project describes them, and their values as Jira takes them. Fields of kinds that are not here are left to Jira's defaults.</summary>
internal static class JiraFields
{
    private const string Textarea = "com.atlassian.jira.plugin.system.customfieldtypes:textarea";

    /// <summary>Null for a field of a kind that cannot be filled in here.</summary>
    public static FormField? Read(JsonElement meta)
    {
        if ((meta.Text("fieldId") ?? meta.Text("key")) is not { } name || KindOf(name, meta.At("schema")) is not { } type) return null;
        var choices = meta.At("allowedValues").Items().Select(v => new FormChoice(v.Id("id") ?? v.Text("value") ?? "", v.Text("name") ?? v.Text("value") ?? v.Id("id") ?? "")).Where(c => c.Value.Length > 0).ToList();
        var chooses = type is FormFieldType.Select or FormFieldType.Multiselect;
        return new FormField(name, type, meta.Text("name") ?? name)
        {
            IsRequired = meta.Flag("required") && !meta.Flag("hasDefaultValue"),
            Choices = chooses && choices.Count > 0 ? choices : null,
            Help = name == "labels" ? "Labels hold no spaces." : meta.At("schema").Text("type") is "user" ? "The id of an account at Atlassian." : null,
        };
    }

    /// <summary>A value as Jira takes it; null for none.</summary>
    public static JsonNode? Write(string name, JsonElement schema, JsonNode? value)
    {
        if (value is JsonArray { Count: 0 } || (value is not JsonArray && value?.ToString() is not { Length: > 0 })) return null;
        var (type, items) = (schema.Text("type"), schema.Text("items"));
        if (IsDocument(name, schema)) return JiraDocument.Write(value!.ToString());
        return type switch
        {
            "array" => new JsonArray([.. ((JsonArray)value!).Select(item => items == "string" ? JsonValue.Create(item!.ToString()) : (JsonNode)new JsonObject { ["id"] = item!.ToString() })]),
            "number" => decimal.TryParse(value!.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : throw new FormInvalidException(name, "A number is expected."),
            "user" => new JsonObject { ["accountId"] = value!.ToString() },
            "issuelink" => new JsonObject { ["key"] = value!.ToString() },
            "priority" or "option" or "version" or "component" or "securitylevel" => new JsonObject { ["id"] = value!.ToString() },
            _ => JsonValue.Create(value!.ToString()),
        };
    }

    private static FormFieldType? KindOf(string name, JsonElement schema) => IsDocument(name, schema) ? FormFieldType.Text : schema.Text("type") switch
    {
        "string" or "number" or "date" or "datetime" or "user" or "issuelink" => FormFieldType.String,
        "priority" or "option" or "version" or "component" or "securitylevel" => FormFieldType.Select,
        "array" when schema.Text("items") is "string" or "version" or "component" or "option" => FormFieldType.Multiselect,
        _ => null,
    };

    private static bool IsDocument(string name, JsonElement schema) => name is "description" or "environment" || schema.Text("custom") == Textarea;
}
