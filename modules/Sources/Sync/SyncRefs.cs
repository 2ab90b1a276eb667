using GraphQLPlugins.Sources.Git;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>The heads of a repository's copy: commits by name, and what the source calls its main branch.</summary>
internal sealed record SyncRefs(IReadOnlyDictionary<string, string> Branches, IReadOnlyDictionary<string, string> Tags, string? DefaultBranch)
{
    private const string Heads = "refs/heads/";
    private const string TagHeads = "refs/tags/";

    /// <summary>Those that an update left.</summary>
    public static SyncRefs Of(MirrorUpdate update) => new(Below(update.After, Heads), Below(update.After, TagHeads), update.DefaultBranch);

    private static Dictionary<string, string> Below(IReadOnlyDictionary<string, string> heads, string prefix) =>
        heads.Where(head => head.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(head => head.Key[prefix.Length..], head => head.Value, StringComparer.Ordinal);
}
