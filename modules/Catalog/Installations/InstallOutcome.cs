namespace GraphQLPlugins.Catalog.Installations;

/// <summary>What installing did, compared with what was there under the resolved name.</summary>
public enum InstallOutcome
{
    /// <summary>Nothing was there.</summary>
    Created,

    /// <summary>The same version was there with other or unknown content.</summary>
    Overwritten,

    /// <summary>An older version was there.</summary>
    Upgraded,

    /// <summary>A newer version was there.</summary>
    Downgraded,

    /// <summary>The same version was there with the same content.</summary>
    Reinstalled,

    /// <summary>Nothing newer may be installed, so nothing was done.</summary>
    Unchanged,
}
