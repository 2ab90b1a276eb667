using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Templates;

/// <summary>One text for all spellings of a JSON value: members sorted by name, numbers without trailing zeros, no white space.</summary>
internal static class CanonicalJson
{
    public static string Text(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>SHA-256 of the text, lower-case hexadecimal.</summary>
    public static string Digest(JsonElement value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(value))));

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                var number = ExactNumber.From(value);
                writer.WriteRawValue($"{number.Digits}{(number.Exponent == 0 ? "" : $"e{number.Exponent}")}", skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
