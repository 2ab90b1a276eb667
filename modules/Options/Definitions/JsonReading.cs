using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>Lenient reading of what plugin authors wrote: a member of the wrong type counts as absent.</summary>
internal static class JsonReading
{
    public static JsonElement? Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    public static bool Flag(this JsonElement element, string name) => element.Property(name)?.ValueKind == JsonValueKind.True;

    public static decimal? Number(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;

    /// <summary>A count that fits; a greater one bounds nothing.</summary>
    public static int? Length(this JsonElement element, string name) => element.Number(name) is >= 0 and <= int.MaxValue and { } number ? (int)number : null;
}

/// <summary>Labels for options whose author gave none.</summary>
internal static class Labels
{
    /// <summary>Words of the key, each with a capital: <c>project_id</c> gives <c>Project Id</c>.</summary>
    public static string FromKey(string key) =>
        string.Join(' ', key.Split(['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
}
