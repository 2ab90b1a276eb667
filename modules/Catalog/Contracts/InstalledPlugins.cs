using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Tells other modules which plugins are installed.</summary>
public sealed class InstalledPlugins(IDbContextFactory<CatalogDb> contexts)
{
    /// <summary>Whether an organization has a plugin of this name, in use or not.</summary>
    public async Task<bool> ExistsAsync(Guid organizationId, string name, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Installations.AnyAsync(i => i.OrganizationId == organizationId && i.Name == name, ct);
    }
}
