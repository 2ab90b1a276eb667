using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

[QueryType]
public static partial class InstallationHistory
{
    /// <summary>What happened to an installed plugin, newest first; also of one that was removed. Empty for an id that is none of the organization's.</summary>
    /// <param name="id">The installation's id.</param>
    [Authorize("catalog:read")]
    [UsePaging(IncludeTotalCount = true)]
    public static IQueryable<InstallationRecord> GetInstallationHistory([ID<PluginInstallation>] Guid id, CatalogDb db, Actor actor) => db.InstallationRecords.AsNoTracking()
        .Where(record => record.InstallationId == id && record.OrganizationId == actor.OrganizationId)
        .OrderByDescending(record => record.Revision).ThenByDescending(record => record.Id);
}

[ObjectType<InstallationRecord>]
[Authorize("catalog:read")]
public static partial class InstallationRecordNode;
