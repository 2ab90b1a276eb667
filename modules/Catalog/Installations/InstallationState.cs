namespace GraphQLPlugins.Catalog.Installations;

/// <summary>What an installed plugin is doing.</summary>
public enum InstallationState
{
    /// <summary>Being fetched and checked.</summary>
    Installing,

    /// <summary>In use.</summary>
    Running,

    /// <summary>Kept, but not in use.</summary>
    Disabled,

    /// <summary>It failed to start; the last error says why.</summary>
    Broken,

    /// <summary>Another version of it is being fetched and checked; the old one serves.</summary>
    Updating,

    /// <summary>Being removed.</summary>
    Removing,
}
