namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>What a plugin's file is.</summary>
public enum ArtifactKind
{
    /// <summary>A Java archive with a manifest: <c>.jar</c>, <c>.hpi</c>, <c>.jpi</c>.</summary>
    Jar,

    /// <summary>A NuGet package.</summary>
    NuGet,

    /// <summary>An npm package.</summary>
    Npm,

    /// <summary>A zip or gzipped tar archive with a <c>plugin.json</c>.</summary>
    Bundle,

    /// <summary>A script of the user interface.</summary>
    JavaScript,

    /// <summary>A page of the user interface.</summary>
    Html,
}
