using System.Text.Json.Nodes;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Integrations.Forms;

/// <summary>Keeps the secret values of a form sealed: fields of type <see cref="FormFieldType.Secret"/>, and secret columns of tables. A mask that comes back keeps what is there.</summary>
internal static class FormSecrets
{
    /// <summary>The member by which rows of a table are told apart, so that a row keeps its secrets when it moves.</summary>
    public const string RowId = "id";

    private const string Sealed = "$sealed";
    private const string Mask = "********";

    /// <summary>The values as they are stored.</summary>
    /// <param name="fields">What they are for.</param>
    /// <param name="values">Given by the caller; changed in place.</param>
    /// <param name="stored">What was there before.</param>
    /// <param name="box">Seals.</param>
    /// <param name="purpose">Whose they are.</param>
    public static void Seal(IReadOnlyList<FormField> fields, JsonObject values, JsonObject stored, SecretBox box, string[] purpose)
    {
        foreach (var field in fields.Where(f => values[f.Name] is not null))
        {
            if (field.Type is FormFieldType.Secret)
            {
                values[field.Name] = SealOne(values[field.Name]!, stored[field.Name], field.Name, box, purpose);
            }
            else if (field.Type is FormFieldType.Table && values[field.Name] is JsonArray rows)
            {
                foreach (var row in rows.OfType<JsonObject>())
                {
                    var before = Same(stored[field.Name], (string?)row[RowId]);
                    if (before is null) row[RowId] = Guid.NewGuid().ToString("N");
                    foreach (var column in field.Columns.Where(c => c.IsSecret)) row[column.Name] = SealOne(row[column.Name]!, before?[column.Name], field.Name, box, purpose);
                }
            }
        }
    }

    /// <summary>Stored values with their secrets, for calls to the vendor.</summary>
    public static JsonObject Open(JsonObject stored, SecretBox box, string[] purpose) => (JsonObject)Map(stored, s => box.Open(Convert.FromBase64String(s), purpose));

    /// <summary>Stored values as they are shown.</summary>
    public static JsonObject Hide(JsonObject stored) => (JsonObject)Map(stored, _ => Mask);

    private static JsonNode SealOne(JsonNode value, JsonNode? before, string field, SecretBox box, string[] purpose)
    {
        var text = (string)value!;
        if (!SecretBox.IsMask(text, null)) return new JsonObject { [Sealed] = Convert.ToBase64String(box.Seal(text, purpose)) };
        return before?.DeepClone() ?? throw new FormInvalidException(field, "A mask keeps what is there, and nothing is there yet.", "config");
    }

    private static JsonNode? Same(JsonNode? rows, string? id) => id is null ? null : (rows as JsonArray)?.FirstOrDefault(r => (string?)r![RowId] == id);

    private static JsonNode Map(JsonNode node, Func<string, string> show) => node switch
    {
        JsonObject o when o[Sealed] is { } text => JsonValue.Create(show((string)text!)),
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : Map(m.Value, show)))),
        JsonArray a => new JsonArray([.. a.Select(item => item is null ? null : Map(item, show))]),
        _ => node.DeepClone(),
    };
}
