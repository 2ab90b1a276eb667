using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Publishing;

/// <summary>A plugin's manifest in a repository.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Kind">What kind of manifest it is.</param>
/// <param name="PluginId">The plugin that it names; null when it names none, or cannot be read.</param>
/// <param name="Version">The version that it names; null when it names none.</param>
/// <param name="Problem">Why it cannot be used, in a sentence; null when it can.</param>
public sealed record DiscoveredPlugin(string Path, SourceManifestKind Kind, string? PluginId, string? Version, string? Problem)
{
    internal SourceManifest? Manifest { get; init; }

    /// <summary>Whether the catalog's local repository has an entry of this id.</summary>
    public bool Known { get; init; }
}

/// <summary>Looks for manifests of plugins among the files of a commit that count for the repository.</summary>
internal sealed class PluginDiscovery(Mirrors mirrors)
{
    /// <summary>Manifests of a commit that are looked at, in the order of their paths.</summary>
    public const int MaxManifests = 200;

    public async Task<IReadOnlyList<DiscoveredPlugin>> FindAsync(SourceRepository repository, string commit, CancellationToken ct)
    {
        var mirror = mirrors.Open(repository);
        var selection = FileSelection.Of(repository.Config, null);
        var files = await mirror.FilesAsync(commit, ct).Where(f => f.Kind is GitFileKind.File or GitFileKind.Executable && SourceManifest.KindOf(f.Path) is not null && selection.Holds(f.Path))
            .Take(MaxManifests).ToListAsync(ct);
        if (files.Count == 0) return [];
        var found = new List<DiscoveredPlugin>(files.Count);
        await using var objects = await mirror.OpenAsync(ct);
        foreach (var file in files) found.Add(Read(file.Path, await objects.ReadAsync(file.ObjectId, SourceManifest.MaxBytes, ct)));
        return found;
    }

    private static DiscoveredPlugin Read(string path, byte[]? content)
    {
        var kind = SourceManifest.KindOf(path)!.Value;
        if (content is null) return new DiscoveredPlugin(path, kind, null, null, $"It has more than {SourceManifest.MaxBytes} bytes.");
        var (manifest, problem) = SourceManifest.Read(path, content);
        return new DiscoveredPlugin(path, kind, manifest?.PluginId, manifest?.Version, problem) { Manifest = manifest };
    }
}
