namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>npm packages. What a package depends on are libraries, not plugins.</summary>
internal sealed class NpmReader : IManifestReader
{
    public ArtifactKind Kind => ArtifactKind.Npm;

    public bool Claims(ArtifactFile file) => file.Tar is null ? file.Ending is ".tgz" : file.Holds(IsManifest);

    public PluginManifest Read(ArtifactFile file, ICollection<string> warnings, CancellationToken ct)
    {
        var manifest = ManifestJson.Parse(file.Manifest(IsManifest, "package/package.json"), "package.json");
        return new PluginManifest(Kind)
        {
            Name = manifest.Text("name") ?? throw new ManifestInvalidException("its package.json has no name."),
            Version = manifest.Text("version") ?? throw new ManifestInvalidException("its package.json has no version."),
        };
    }

    internal static bool IsManifest(string name) => name == "package/package.json";
}
