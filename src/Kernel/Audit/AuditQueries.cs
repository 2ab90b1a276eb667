using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Audit;

[QueryType]
public static partial class AuditQueries
{
    /// <summary>Every change of the organization: who did what to which thing, and when.</summary>
    [Authorize("audit:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<AuditEntry> GetAuditLog(KernelDb db, Actor actor) =>
        db.AuditEntries.AsNoTracking().Where(a => a.OrganizationId == actor.OrganizationId);
}
