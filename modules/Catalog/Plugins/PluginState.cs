namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Whether a catalog entry may be used at all. Whether an installed plugin runs is its installation's state.</summary>
public enum PluginState
{
    /// <summary>It may be installed and used.</summary>
    Enabled,

    /// <summary>It is kept but may not be used.</summary>
    Disabled,
}
