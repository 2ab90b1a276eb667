namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>Reads the manifests of one kind of file. Safe to share.</summary>
internal interface IManifestReader
{
    ArtifactKind Kind { get; }

    /// <summary>Whether the file is of this kind: by its ending, or by what it holds when the ending tells nothing.</summary>
    bool Claims(ArtifactFile file);

    /// <exception cref="ManifestInvalidException">The manifest cannot be used.</exception>
    PluginManifest Read(ArtifactFile file, ICollection<string> warnings, CancellationToken ct);
}
