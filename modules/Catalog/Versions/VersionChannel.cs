namespace GraphQLPlugins.Catalog.Versions;

/// <summary>How finished a version is, by its publisher's word or by the shape of its text.</summary>
public enum VersionChannel
{
    /// <summary>A final release.</summary>
    Stable,

    /// <summary>A beta, milestone, preview or release candidate.</summary>
    Beta,

    /// <summary>An alpha, development or nightly build.</summary>
    Experimental,
}
