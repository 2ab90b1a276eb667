namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Texts as the catalog keeps them: trimmed, without control characters that no one typed, and within the length of their column.</summary>
public static class Text
{
    public static string Required(string? value, string field, int maxLength) =>
        Optional(value, field, maxLength) ?? throw new InputInvalidException(field, "The text is empty.");

    /// <summary>Null for a blank text.</summary>
    public static string? Optional(string? value, string field, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        value = value.Trim();
        if (value.Length > maxLength)
            throw new InputInvalidException(field, $"The text has {value.Length} characters; at most {maxLength} are allowed.");
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\0')
                throw new InputInvalidException(field, "The text holds a NUL character.");
            if (char.IsSurrogate(value[i]) && !(char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[++i])))
                throw new InputInvalidException(field, "The text is not valid Unicode.");
        }
        return value;
    }

    /// <summary>A text to look for, exactly as it is.</summary>
    public static string Findable(string value, string field, int maxLength = 255) =>
        value.Length > maxLength ? throw new InputInvalidException(field, $"The text has {value.Length} characters; at most {maxLength} are allowed.")
        : value.Contains('\0') ? throw new InputInvalidException(field, "The text holds a NUL character.")
        : value;

    /// <summary>A text without control characters.</summary>
    public static string Line(string? value, string field, int maxLength)
    {
        var text = Required(value, field, maxLength);
        return text.Any(char.IsControl) ? throw new InputInvalidException(field, "The text holds a control character.") : text;
    }

    /// <summary>An absolute http(s) address, or null for a blank text.</summary>
    public static string? Url(string? value, string field) => Optional(value, field, 2048) switch
    {
        null => null,
        var url when Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => url,
        _ => throw new InputInvalidException(field, "An absolute http(s) address is expected."),
    };

    public static List<string> List(IReadOnlyList<string>? values, string field, int maxLength, int maxCount)
    {
        if (values is null)
            return [];
        if (values.Count > maxCount)
            throw new InputInvalidException(field, $"The list has {values.Count} entries; at most {maxCount} are allowed.");
        return [.. values.Select(value => Required(value, field, maxLength)).Distinct()];
    }
}
