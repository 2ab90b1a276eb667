using System.Globalization;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>What is wrong with one record; caught by the reader, which reports it and goes on.</summary>
internal sealed class RecordRefusedException(string reason) : Exception(reason);

/// <summary>Reads members of a record. A member of the wrong type refuses the record and names the member.</summary>
internal static class JsonFields
{
    public const int MaxTextLength = 100_000;

    public static string Required(this JsonElement record, string name, int maxLength) =>
        record.Text(name, maxLength) is { Length: > 0 } text ? text : throw new RecordRefusedException($"'{name}' is missing or empty.");

    /// <summary>Trimmed (as every text of the catalog is); null when absent, null or blank.</summary>
    public static string? Text(this JsonElement record, string name, int maxLength = MaxTextLength)
    {
        if (!record.Has(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw new RecordRefusedException($"'{name}' is no text.");
        return Checked(value, name, maxLength);
    }

    public static int? Count(this JsonElement record, string name)
    {
        if (!record.Has(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw new RecordRefusedException($"'{name}' is no whole number from 0 to {int.MaxValue}.");
    }

    public static long? Size(this JsonElement record, string name)
    {
        if (!record.Has(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number
            : throw new RecordRefusedException($"'{name}' is no size in bytes.");
    }

    public static bool Flag(this JsonElement record, string name, bool absent = false)
    {
        if (!record.Has(name, out var value))
            return absent;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new RecordRefusedException($"'{name}' is neither true nor false.");
    }

    /// <summary>A point in time; a bare date is its midnight in UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement record, string name)
    {
        if (record.Text(name, 64) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new RecordRefusedException($"'{name}' is no date: '{text}'.");
    }

    public static IReadOnlyList<string> Texts(this JsonElement record, string name, int maxLength = 255)
    {
        if (!record.Has(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw new RecordRefusedException($"'{name}' is no list.");
        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                throw new RecordRefusedException($"'{name}' holds something that is no text.");
            if (Checked(item, name, maxLength) is { } text && !texts.Contains(text))
                texts.Add(text);
        }
        return texts;
    }

    public static IEnumerable<JsonElement> Items(this JsonElement record, string name)
    {
        if (!record.Has(name, out var value))
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
            throw new RecordRefusedException($"'{name}' is no list.");
        foreach (var item in value.EnumerateArray())
            yield return item.ValueKind == JsonValueKind.Object ? item : throw new RecordRefusedException($"'{name}' holds something that is no object.");
    }

    /// <summary>An object as it is; null when absent, null or without members.</summary>
    public static JsonElement? Object(this JsonElement record, string name)
    {
        if (!record.Has(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            throw new RecordRefusedException($"'{name}' is no object.");
        CheckTexts(value, name);
        return value.GetPropertyCount() == 0 ? null : value.Clone();
    }

    /// <summary>A digest as lower-case hexadecimal, from hexadecimal or base64.</summary>
    public static string? Sha256(this JsonElement record, string name)
    {
        if (record.Text(name, 128) is not { } text)
            return null;
        if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
            return text.ToLowerInvariant();
        Span<byte> bytes = stackalloc byte[32];
        return text.Length == 44 && Convert.TryFromBase64String(text, bytes, out var written) && written == 32
            ? Convert.ToHexStringLower(bytes)
            : throw new RecordRefusedException($"'{name}' is no SHA-256 digest: '{text}'.");
    }

    private static void CheckTexts(JsonElement value, string name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Checked(value, name, MaxTextLength);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    CheckTexts(item, name);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    CheckTexts(member.Value, member.Name);
                break;
        }
    }

    private static bool Has(this JsonElement record, string name, out JsonElement value) =>
        record.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static string? Checked(JsonElement value, string name, int maxLength)
    {
        string text;
        try
        {
            text = value.GetString()!.Trim();
        }
        catch (InvalidOperationException)
        {
            throw new RecordRefusedException($"'{name}' is not valid Unicode.");
        }
        if (text.Length > maxLength)
            throw new RecordRefusedException($"'{name}' has {text.Length} characters; at most {maxLength} are allowed.");
        if (text.Contains('\0'))
            throw new RecordRefusedException($"'{name}' holds a NUL character.");
        return text.Length == 0 ? null : text;
    }
}
