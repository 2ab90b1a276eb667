using System.Xml.Linq;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>NuGet packages. What a package depends on are libraries that it brings along, not plugins.</summary>
internal sealed class NuGetReader : IManifestReader
{
    public ArtifactKind Kind => ArtifactKind.NuGet;

    public bool Claims(ArtifactFile file) => file.Ending is ".nupkg" || (file.Zip is not null && file.Ending is not (".jar" or ".hpi" or ".jpi") && file.Holds(IsManifest));

    public PluginManifest Read(ArtifactFile file, ICollection<string> warnings, CancellationToken ct)
    {
        var metadata = ManifestXml.Parse(file.Manifest(IsManifest, ".nuspec"), ".nuspec").Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
        var manifest = new PluginManifest(Kind)
        {
            Name = Value(metadata, "id") ?? throw new ManifestInvalidException("its .nuspec has no id."),
            Version = Value(metadata, "version") ?? throw new ManifestInvalidException("its .nuspec has no version."),
        };
        return file.Holds(IsEntry) ? With(manifest, BundleReader.Read(file, IsEntry, warnings)) : manifest;
    }

    /// <summary>Of a plugin of this product, whose <c>plugin.json</c> tells how it runs; it may name the same plugin, and no other.</summary>
    private static PluginManifest With(PluginManifest manifest, PluginManifest entry) =>
        (entry.Name is not null && entry.Name != manifest.Name) || (entry.Version is not null && entry.Version != manifest.Version)
            ? throw new ManifestInvalidException($"its .nuspec says {manifest.Name} {manifest.Version}, its plugin.json {entry.Name} {entry.Version}.")
            : entry with { Kind = manifest.Kind, Name = manifest.Name, Version = manifest.Version };

    private static bool IsEntry(string name) => name == "plugin.json";

    internal static bool IsManifest(string name) => name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !name.Contains('/');

    private static string? Value(XElement? metadata, string name)
    {
        var elements = metadata?.Elements().Where(element => element.Name.LocalName == name).ToList() ?? [];
        if (elements.Count > 1)
            throw new ManifestInvalidException($"its .nuspec names '{name}' twice.");
        return elements is [{ Value: var value }] && value.Trim() is { Length: > 0 } text ? text : null;
    }
}
