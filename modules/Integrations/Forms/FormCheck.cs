using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Apps;

namespace GraphQLPlugins.Integrations.Forms;

/// <summary>Compares values with the fields that they are for.</summary>
internal static class FormCheck
{
    private const int MaxTextLength = 32_768;
    private const int MaxLineLength = 1024;
    private const int MaxRows = 200;

    /// <summary>The fields with a reason where a feature is missing.</summary>
    public static IReadOnlyList<FormField> Gate(IReadOnlyList<FormField> fields, FeatureGate gate) =>
        [.. fields.Select(f => f.Feature is { } feature && !gate.IsEnabled(feature)
            ? f with { DisabledReason = $"Your organization cannot use {FeatureGate.NameOf(feature)}. Ask the server's staff to switch it on." } : f)];

    /// <summary>A JSON object of values.</summary>
    /// <exception cref="FormInvalidException">It is none.</exception>
    public static JsonObject ObjectOf(JsonElement? values, string argument) => values switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => [],
        { ValueKind: JsonValueKind.Object } given => (JsonObject)JsonNode.Parse(Catalog.Contracts.TrimmedJson.Of(given, argument).GetRawText())!,
        _ => throw new FormInvalidException(argument, "An object is expected.", argument),
    };

    /// <exception cref="FeatureDisabledException">A value is for a feature that is switched off.</exception>
    /// <exception cref="FormInvalidException">A value does not fit, is for no field, or is missing.</exception>
    public static void Check(IReadOnlyList<FormField> fields, JsonObject values, FeatureGate gate, bool isWhole, string argument)
    {
        var byName = fields.ToDictionary(f => f.Name);
        var missing = values.Where(v => byName.TryGetValue(v.Key, out var f) && f.Feature is { } feature && !gate.IsEnabled(feature)).Select(v => FeatureGate.NameOf(byName[v.Key].Feature!.Value)).Distinct().ToList();
        if (missing.Count > 0) throw new FeatureDisabledException(missing, argument);
        var errors = new List<FormFieldError>();
        foreach (var (name, value) in values)
        {
            var problems = byName.TryGetValue(name, out var field) ? Problems(field, value).Take(10).ToList() : [$"There is no such field. There are {string.Join(", ", byName.Keys)}."];
            if (problems.Count > 0) errors.Add(new FormFieldError(name.Length <= 100 ? name : name[..100], problems));
        }
        if (isWhole) errors.AddRange(fields.Where(f => f.IsRequired && !values.ContainsKey(f.Name)).Select(f => new FormFieldError(f.Name, ["A value is needed."])));
        if (errors.Count > 0) throw new FormInvalidException(errors, argument);
    }

    private static IEnumerable<string> Problems(FormField field, JsonNode? value) => value is null
        ? field.IsRequired ? ["A value is needed."] : []
        : field.Type switch
        {
            FormFieldType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? [] : ["True or false is expected."],
            FormFieldType.String or FormFieldType.Secret => Line(value, field.IsRequired),
            FormFieldType.Text => Text(value) is not { } text ? ["A text is expected."] : text.Length > MaxTextLength ? [$"The text has {text.Length} characters; at most {MaxTextLength} are allowed."] : field.IsRequired && text.Length == 0 ? ["A value is needed."] : [],
            FormFieldType.Select => Choice(value, field.Choices, field.IsRequired),
            FormFieldType.Multiselect => value is not JsonArray items ? ["A list is expected."] : items.Count > MaxRows ? [$"At most {MaxRows} are allowed."] : items.SelectMany(item => Choice(item, field.Choices, true)),
            FormFieldType.Table => value is not JsonArray rows ? ["A list of rows is expected."] : rows.Count > MaxRows ? [$"At most {MaxRows} rows are allowed."] : rows.SelectMany((row, i) => Row(field, row, $"Row {i + 1}")),
            FormFieldType.ChoiceMapper => Mapping(field, value),
            FormFieldType.ProjectMapper => value is not JsonArray pairs || pairs.Count > MaxRows || pairs.Any(p => p is not JsonArray { Count: 2 } pair || pair.Any(id => Text(id) is not { Length: > 0 and <= MaxLineLength }))
                ? [$"A list of at most {MaxRows} pairs of ids is expected."]
                : pairs.SelectMany(p => Choice(p![1], field.Choices, true)),
            _ => [],
        };

    private static IEnumerable<string> Mapping(FormField field, JsonNode value)
    {
        if (value is not JsonObject items) return ["An object is expected."];
        if (items.Count > MaxRows) return [$"At most {MaxRows} are allowed."];
        return items.SelectMany(item => field.Choices is { } choices && choices.All(c => c.Value != item.Key) ? [$"'{Shorten(item.Key)}' is none of the choices."] : Row(field, item.Value, item.Key));
    }

    private static IEnumerable<string> Row(FormField field, JsonNode? row, string what)
    {
        if (row is not JsonObject members) return [$"{Shorten(what)}: An object is expected."];
        return [
            .. field.Columns.SelectMany(column => Choice(members[column.Name], column.Choices, true).Select(problem => $"{Shorten(what)}, {column.Name}: {problem}")),
            .. members[FormSecrets.RowId] is { } id && Text(id) is not { Length: <= 100 } ? [$"{Shorten(what)}, {FormSecrets.RowId}: A text is expected."] : Array.Empty<string>(),
            .. members.Where(m => m.Key != FormSecrets.RowId && field.Columns.All(c => c.Name != m.Key)).Select(m => $"{Shorten(what)}: There is no column '{Shorten(m.Key)}'."),
        ];
    }

    private static IEnumerable<string> Choice(JsonNode? value, IReadOnlyList<FormChoice>? choices, bool isRequired)
    {
        var problems = Line(value, isRequired).ToList();
        if (problems.Count > 0 || choices is null || Text(value) is not { Length: > 0 } text) return problems;
        return choices.Any(c => c.Value == text) ? [] : [$"'{Shorten(text)}' is none of the choices."];
    }

    private static IEnumerable<string> Line(JsonNode? value, bool isRequired) => Text(value) switch
    {
        null => [value is null ? "A value is needed." : "A text is expected."],
        "" when isRequired => ["A value is needed."],
        { Length: > MaxLineLength } text => [$"The text has {text.Length} characters; at most {MaxLineLength} are allowed."],
        var text when text.Any(char.IsControl) => ["The text holds a control character."],
        _ => [],
    };

    private static string? Text(JsonNode? value) => value is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
