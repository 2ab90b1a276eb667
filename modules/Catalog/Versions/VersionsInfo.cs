namespace GraphQLPlugins.Catalog.Versions;

/// <summary>The versions of a plugin as the repository plugin API gives them (S23).</summary>
/// <param name="Results">The texts of the versions, newest first.</param>
public sealed record VersionsInfo(IReadOnlyList<string> Results)
{
    /// <summary>How many there are.</summary>
    public int TotalCount => Results.Count;

    /// <summary>The older name of <c>results</c>.</summary>
    [GraphQLDeprecated("Use results.")]
    public IReadOnlyList<string> Version => Results;
}
