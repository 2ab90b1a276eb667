namespace GraphQLPlugins.Sources.Providers;

/// <summary>Ids of repositories that are paths, such as <c>owner/name</c>.</summary>
internal static class RepoPath
{
    /// <summary>Whether an id is a path of so many plain segments: no <c>..</c>, nothing that could be read as an option, an address or an escape.</summary>
    public static bool IsValid(string repoId, int segments)
    {
        if (repoId.Length > Repositories.SourceRepository.MaxRepoIdLength) return false;
        var parts = repoId.Split('/');
        return parts.Length == segments && Array.TrueForAll(parts, IsSegment);
    }

    private static bool IsSegment(string segment) =>
        segment.Length is > 0 and <= 128 && segment is not ("." or "..") && segment[0] != '-' && !segment.AsSpan().ContainsAnyExcept(Allowed);

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~");
}
