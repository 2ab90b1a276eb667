using GraphQLPlugins.Catalog.Plugins;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>Scripts and pages of the user interface. They have no manifest: name and version are in the file's name (G20).</summary>
internal sealed class ScriptReader(ArtifactKind kind, string ending) : IManifestReader
{
    public ArtifactKind Kind => kind;

    public bool Claims(ArtifactFile file) => file.Ending == ending;

    public PluginManifest Read(ArtifactFile file, ICollection<string> warnings, CancellationToken ct)
    {
        file.CheckText(ct);
        var name = Path.GetFileNameWithoutExtension(file.Name);
        return new PluginManifest(kind) { ApiType = ApiType.Js, Version = name.IndexOf('-') is var dash and > 0 ? name[(dash + 1)..] : "" };
    }
}
