using System.Security.Cryptography;
using System.Text.Json;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Which files count for a service: its own patterns, else the repository's, else all (R15). Files of git itself never do, those that start with a dot do.</summary>
internal sealed class FileSelection
{
    private readonly Glob[] _included;
    private readonly Glob[] _excluded;

    private FileSelection(IReadOnlyList<string> included, IReadOnlyList<string> excluded)
    {
        (_included, _excluded) = ([.. included.Select(Glob.Parse)], [.. excluded.Select(Glob.Parse)]);
        Stamp = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { included, excluded })));
    }

    /// <summary>The same for the same patterns only.</summary>
    public string Stamp { get; }

    /// <param name="config">The repository's.</param>
    /// <param name="service">The service's name; null for the repository itself.</param>
    public static FileSelection Of(RepositoryConfig config, string? service)
    {
        var own = config.PerService.FirstOrDefault(s => s.Service == service);
        return new FileSelection(own?.IncludeFiles ?? config.IncludeFiles, own?.ExcludeFiles ?? config.ExcludeFiles);
    }

    /// <param name="path">Relative to the repository, with slashes between.</param>
    public bool Holds(string path) =>
        path != ".git" && !path.StartsWith(".git/", StringComparison.Ordinal) && !path.Contains("/.git/", StringComparison.Ordinal) && !path.EndsWith("/.git", StringComparison.Ordinal)
        && Array.Exists(_included, glob => glob.Matches(path)) && !Array.Exists(_excluded, glob => glob.Matches(path));
}
