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

    /// <summary>The scopes that are named, from the outermost; all when none is named rightly.</summary>
    public static IReadOnlyList<OptionScopeKind> Scopes(this JsonElement element, string name)
    {
        if (element.Property(name) is not { ValueKind: JsonValueKind.Array } named) return OptionDefinition.AllScopes;
        var texts = named.EnumerateArray().Where(scope => scope.ValueKind == JsonValueKind.String).Select(scope => scope.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        OptionScopeKind[] scopes = [.. OptionDefinition.AllScopes.Where(scope => texts.Contains(scope.ToString()))];
        return scopes.Length > 0 ? scopes : OptionDefinition.AllScopes;
    }

    /// <summary>Why something is not to be used any more: the words, or some when there is only a flag.</summary>
    public static string? Deprecation(this JsonElement element, string name) => element.Text(name) ?? (element.Flag(name) ? "No longer supported" : null);

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
