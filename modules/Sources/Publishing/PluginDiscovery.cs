using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Sync;

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
internal sealed class PluginDiscovery(ISyncSource source)
{
    /// <summary>Manifests of a commit that are looked at, in the order of their paths.</summary>
    public const int MaxManifests = 200;

    public async IAsyncEnumerable<DiscoveredPlugin> FindAsync(SourceRepository repository, string commit, [EnumeratorCancellation] CancellationToken ct)
    {
        var selection = FileSelection.Of(repository.Config, null);
        var left = MaxManifests;
        await foreach (var file in source.FilesAsync(repository, commit, ct))
        {
            if (!file.IsPlain || SourceManifest.KindOf(file.Path) is not { } kind || !selection.Holds(file.Path)) continue;
            if (left-- == 0) yield break;
            yield return await source.ReadAsync(repository, commit, file.Path, SourceManifest.MaxBytes, ct) is { } content
                ? Read(file.Path, kind, content)
                : new DiscoveredPlugin(file.Path, kind, null, null, $"It has more than {SourceManifest.MaxBytes} bytes.");
        }
    }

    private static DiscoveredPlugin Read(string path, SourceManifestKind kind, ReadOnlyMemory<byte> content)
    {
        var (manifest, problem) = SourceManifest.Read(path, content.ToArray());
        return new DiscoveredPlugin(path, kind, manifest?.PluginId, manifest?.Version, problem) { Manifest = manifest };
    }
}
