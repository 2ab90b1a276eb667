namespace GraphQLPlugins.Catalog.Versions;

/// <summary>Whether a version may be installed.</summary>
public enum VersionState
{
    /// <summary>It may.</summary>
    Active,

    /// <summary>Withdrawn by its publisher; where it is installed it stays.</summary>
    Yanked,

    /// <summary>Held back until it has been looked at.</summary>
    Quarantined,
}
