using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Another plugin is installed whose name differs by case alone.</summary>
public sealed class NameClashException(string name, string existing) : RefusalException($"'{name}' cannot be installed: '{existing}' is, and their names differ by case alone.", "name")
{
    /// <summary>The name of the one that is installed.</summary>
    public string Existing => existing;
}

/// <summary>The plugin is kept at its version.</summary>
public sealed class PluginPinnedException(string name, string? version)
    : RefusalException($"The plugin '{name}' is pinned at {(version is null ? "what is installed" : $"the version '{version}'")}. Unpin it, or install a version by name.", "name")
{
    /// <summary>The plugin's name.</summary>
    public string Name => name;
}

/// <summary>There is no version to return to.</summary>
public sealed class NothingToRollBackException(string name) : RefusalException($"The plugin '{name}' has no version before this one to return to.", "name")
{
    /// <summary>The plugin's name.</summary>
    public string Name => name;
}

/// <summary>The plugin did not come from the catalog, which therefore has no newer version of it.</summary>
public sealed class NotInCatalogException(string name) : RefusalException($"The catalog has no plugin '{name}' to upgrade it from. Install the new version's file.", "name")
{
    /// <summary>The plugin's name.</summary>
    public string Name => name;
}
