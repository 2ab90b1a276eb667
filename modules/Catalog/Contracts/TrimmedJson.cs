using System.Buffers;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>A JSON value as the catalog keeps it: texts and names trimmed at every depth (S16), nothing in it that a database cannot hold.</summary>
public static class TrimmedJson
{
    private const int MaxBytes = 256 * 1024;

    public static JsonElement Of(JsonElement value, string field)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 64 });
            Write(writer, value, field);
        }
        catch (InvalidOperationException)
        {
            throw new InputInvalidException(field, "It nests deeper than 64 levels or holds a text that is not valid Unicode.");
        }
        if (buffer.WrittenCount > MaxBytes)
            throw new InputInvalidException(field, $"It has {buffer.WrittenCount} bytes; at most {MaxBytes} are allowed.");
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, string field)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(Checked(member.Name, field));
                    Write(writer, member.Value, field);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item, field);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Checked(value.GetString()!, field));
                break;
            case JsonValueKind.Number when !StorableNumber.IsStorable(value):
                throw new InputInvalidException(field, "It holds a number that is too large or too small.");
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string Checked(string text, string field) => text.Contains('\0') ? throw new InputInvalidException(field, "It holds a NUL character.") : text.Trim();
}
