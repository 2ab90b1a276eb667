namespace GraphQLPlugins.Sources.Sync;

/// <summary>The heads of a repository's copy: commits by name.</summary>
internal sealed record SyncRefs(IReadOnlyDictionary<string, string> Branches, IReadOnlyDictionary<string, string> Tags)
{
    private const string Heads = "refs/heads/";
    private const string TagHeads = "refs/tags/";

    /// <summary>From full names.</summary>
    public static SyncRefs Of(IReadOnlyDictionary<string, string> heads) => new(Below(heads, Heads), Below(heads, TagHeads));

    private static Dictionary<string, string> Below(IReadOnlyDictionary<string, string> heads, string prefix) =>
        heads.Where(head => head.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(head => head.Key[prefix.Length..], head => head.Value, StringComparer.Ordinal);
}
