using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>The file is no plugin that can be installed: damaged, hostile, of an unknown kind, or its manifest cannot be used.</summary>
public sealed class ManifestInvalidException(string reason) : RefusalException($"The file cannot be installed: {reason}")
{
    /// <summary>What is wrong with it.</summary>
    public string Reason => reason;
}

/// <summary>The file could be a plugin of several kinds (G26).</summary>
public sealed class ArtifactAmbiguousException(IReadOnlyList<string> kinds)
    : RefusalException($"The file could be any of {string.Join(", ", kinds)}. Give it a name with the ending of its kind.")
{
    /// <summary>The kinds that claim it.</summary>
    public IReadOnlyList<string> Kinds => kinds;
}
