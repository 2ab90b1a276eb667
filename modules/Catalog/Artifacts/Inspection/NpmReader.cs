using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>npm packages. What a package depends on are libraries, not plugins.</summary>
internal sealed class NpmReader : IManifestReader
{
    public ArtifactKind Kind => ArtifactKind.Npm;

    public bool Claims(ArtifactFile file) => file.Tar is null ? file.Ending is ".tgz" : file.Holds(IsManifest);

    public PluginManifest Read(ArtifactFile file, ICollection<string> warnings, CancellationToken ct)
    {
        var manifest = Parse(file.Manifest(IsManifest, "package/package.json"));
        if (manifest.Name is null)
            throw new ManifestInvalidException("its package.json has no name.");
        return manifest.Version is null ? throw new ManifestInvalidException("its package.json has no version.") : manifest;
    }

    /// <summary>Name and version may be missing, as they may in a source tree.</summary>
    internal static PluginManifest Parse(byte[] content)
    {
        var manifest = ManifestJson.Parse(content, "package.json");
        return new PluginManifest(ArtifactKind.Npm) { Name = manifest.Text("name"), Version = manifest.Text("version") };
    }

    internal static bool IsManifest(string name) => name == "package/package.json";

    internal static bool IsIcon(string name) => name == "package/icon.png";

    /// <summary>What rules for packages may see.</summary>
    internal static PackageContents Contents(ArtifactFile file, string name) => new(
        name, path => file.Holds(entry => entry == $"package/{path}"), file.Manifest(IsManifest, "package/package.json"),
        file.Holds(IsIcon) ? file.Manifest(IsIcon, "icon.png") : (ReadOnlyMemory<byte>?)null);
}
