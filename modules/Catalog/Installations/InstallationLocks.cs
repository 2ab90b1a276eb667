using GraphQLPlugins.Catalog.Storage;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>The locks of what is installed.</summary>
internal static class InstallationLocks
{
    /// <summary>Waits until nobody else works on the installation of a name, and holds it to the end of the transaction.</summary>
    public static Task LockInstallationAsync(this CatalogDb db, Guid organizationId, string name, CancellationToken ct) =>
        db.LockWithinAsync(All(organizationId), $"{All(organizationId)}:{PluginInstallation.Normalize(name)}", ct);

    /// <summary>The same for all installations of an organization.</summary>
    public static Task LockInstallationsAsync(this CatalogDb db, Guid organizationId, CancellationToken ct) => db.LockAsync(All(organizationId), ct);

    private static string All(Guid organizationId) => $"installations:{organizationId:N}";
}
