using System.Text.Json;
using GraphQLPlugins.Catalog.Plugins;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>Zip and tar archives with a <c>plugin.json</c> at their root or in their one folder: this product's own, Grafana's, Mattermost's.</summary>
internal sealed class BundleReader : IManifestReader
{
    private const int MaxDependencies = 1000;

    public ArtifactKind Kind => ArtifactKind.Bundle;

    public bool Claims(ArtifactFile file) => file.Ending is not (".jar" or ".hpi" or ".jpi" or ".nupkg")
        && !file.Holds(NuGetReader.IsManifest)
        && (file.Holds(IsManifest) || (file.Zip is not null && file.Ending is ".zip" && !file.Holds(IsForeign)) || (file.Tar is not null && !file.Holds(NpmReader.IsManifest)));

    public PluginManifest Read(ArtifactFile file, ICollection<string> warnings, CancellationToken ct)
    {
        var manifest = Read(file, IsManifest, warnings);
        return manifest.Name is null ? throw new ManifestInvalidException("its plugin.json has neither id nor name.") : manifest;
    }

    internal static PluginManifest Read(ArtifactFile file, Func<string, bool> isManifest, ICollection<string> warnings) => Parse(file.Manifest(isManifest, "plugin.json"), warnings);

    /// <summary>Name and version may be missing.</summary>
    internal static PluginManifest Parse(byte[] content, ICollection<string> warnings)
    {
        var manifest = ManifestJson.Parse(content, "plugin.json");
        return new PluginManifest(ArtifactKind.Bundle)
        {
            Name = manifest.Text("id") ?? manifest.Text("name"),
            Version = manifest.Text("version") ?? manifest.Object("info")?.Text("version"),
            ApiType = manifest.Text("apiType")?.ToLowerInvariant() switch
            {
                null or "extension" => ApiType.Extension,
                "plugin" => ApiType.Plugin,
                "js" => ApiType.Js,
                var other => throw new ManifestInvalidException($"its apiType is '{EntryName.Shown(other)}'; it must be extension, plugin or js."),
            },
            ReloadMode = JarReader.ReloadModeOf(manifest.Text("reloadMode"), warnings),
            LoadPriority = manifest.TryGetProperty("loadPriority", out var priority) && priority.ValueKind == JsonValueKind.Number && priority.TryGetInt32(out var number) ? number : 0,
            Ecosystem = manifest.TryGetProperty("min_server_version", out _) ? "mattermost" : null,
            MinHostVersion = manifest.Text("minHostVersion") ?? manifest.Text("min_server_version"),
            Dependencies = DependenciesOf(manifest),
        };
    }

    internal static bool IsManifest(string name) => name == "plugin.json" || (name.EndsWith("/plugin.json", StringComparison.Ordinal) && name.Count(c => c == '/') == 1);

    private static bool IsForeign(string name) => name.Equals("META-INF/MANIFEST.MF", StringComparison.OrdinalIgnoreCase);

    /// <summary>Ids, or objects with <c>id</c>, <c>version</c> and <c>optional</c>; Grafana has the list below <c>dependencies.plugins</c>.</summary>
    private static IReadOnlyList<ManifestDependency> DependenciesOf(JsonElement manifest)
    {
        if (!manifest.TryGetProperty("dependencies", out var list) || (list.ValueKind == JsonValueKind.Object && !list.TryGetProperty("plugins", out list)) || list.ValueKind != JsonValueKind.Array)
            return [];
        return list.GetArrayLength() <= MaxDependencies
            ? [.. list.EnumerateArray().Select(DependencyOf)]
            : throw new ManifestInvalidException($"it has {list.GetArrayLength()} dependencies; at most {MaxDependencies} are allowed.");
    }

    private static ManifestDependency DependencyOf(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => new ManifestDependency(item.GetString()!, null, false),
        JsonValueKind.Object when item.Text("id") is { } id => new ManifestDependency(id, item.Text("version"), item.TryGetProperty("optional", out var optional) && optional.ValueKind == JsonValueKind.True),
        _ => throw new ManifestInvalidException("a dependency in its plugin.json is neither a text nor an object with an id."),
    };
}
