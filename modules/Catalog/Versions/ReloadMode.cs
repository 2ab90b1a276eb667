namespace GraphQLPlugins.Catalog.Versions;

/// <summary>How a running version is replaced by another one.</summary>
public enum ReloadMode
{
    /// <summary>The new one starts, takes over, then the old one stops: no gap.</summary>
    Reload,

    /// <summary>The old one stops, then the new one starts: a short gap.</summary>
    Restart,
}
