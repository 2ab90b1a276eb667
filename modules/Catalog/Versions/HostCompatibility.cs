using System.Linq.Expressions;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Versions;

/// <summary>Whether a version runs on a host of a given version. Both bounds are inclusive and may be absent.</summary>
internal static class HostCompatibility
{
    public static bool Runs(string hostVersion, string? minHostVersion, string? maxHostVersion) =>
        (minHostVersion is null || VersionOrder.Compare(hostVersion, minHostVersion) >= 0)
        && (maxHostVersion is null || VersionOrder.Compare(hostVersion, maxHostVersion) <= 0);

    /// <summary>The same for the database; null for a host whose version is not given.</summary>
    /// <exception cref="InputInvalidException">It cannot be a version.</exception>
    public static Expression<Func<PluginVersion, bool>>? RunsOn(string? hostVersion)
    {
        if (hostVersion is null)
            return null;
        var host = VersionOrder.SortKey(Text.Line(hostVersion, nameof(hostVersion), VersionOrder.MaxLength));
        return version => (version.MinHostKey == null || string.Compare(version.MinHostKey, host) <= 0) && (version.MaxHostKey == null || string.Compare(version.MaxHostKey, host) >= 0);
    }
}
