using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity.Projects;

[QueryType]
public static partial class ProjectQueries
{
    /// <summary>The organization's projects.</summary>
    [Authorize("projects:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Project> GetProjects(KernelDb db, Actor actor) =>
        db.Projects.AsNoTracking().Where(p => p.OrganizationId == actor.OrganizationId);
}
