namespace GraphQLPlugins.Catalog.Versions;

/// <summary>Whether a version runs on a host of a given version. Both bounds are inclusive and may be absent.</summary>
internal static class HostCompatibility
{
    public static bool Runs(string hostVersion, string? minHostVersion, string? maxHostVersion) =>
        (minHostVersion is null || VersionOrder.Compare(hostVersion, minHostVersion) >= 0)
        && (maxHostVersion is null || VersionOrder.Compare(hostVersion, maxHostVersion) <= 0);
}
