namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Many names as one target for the audit.</summary>
internal static class BulkNames
{
    private const int MaxLength = 300;

    public static string Shown(IReadOnlyList<string> names)
    {
        var shown = 0;
        for (var length = 0; shown < names.Count && (length += names[shown].Length + 1) <= MaxLength; shown++) { }
        var text = string.Join(',', names.Take(shown));
        return shown == names.Count ? text : $"{text} and {names.Count - shown} more";
    }
}
