namespace GraphQLPlugins.Sources.Providers;

/// <summary>Full names of git references.</summary>
internal static class GitRefs
{
    private const string Heads = "refs/heads/";
    private const string TagsPrefix = "refs/tags/";

    /// <summary>The branch's name; null when the reference is no branch.</summary>
    public static string? Branch(string? name) => name is not null && name.StartsWith(Heads, StringComparison.Ordinal) ? name[Heads.Length..] : null;

    /// <summary>The tag's name; null when the reference is no tag.</summary>
    public static string? Tag(string? name) => name is not null && name.StartsWith(TagsPrefix, StringComparison.Ordinal) ? name[TagsPrefix.Length..] : null;

    /// <summary>The branches and the tags among some references.</summary>
    public static (IReadOnlyList<string> Branches, IReadOnlyList<string> Tags) Split(IEnumerable<string?> names)
    {
        var all = names.ToList();
        return ([.. all.Select(Branch).OfType<string>().Distinct()], [.. all.Select(Tag).OfType<string>().Distinct()]);
    }
}
