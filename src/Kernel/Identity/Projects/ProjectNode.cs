using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity.Projects;

[ObjectType<Project>]
public static partial class ProjectNode
{
    [NodeResolver]
    [Authorize("projects:read")]
    public static Task<Project?> GetProjectAsync(Guid id, KernelDb db, Actor actor, CancellationToken ct) =>
        db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.OrganizationId == actor.OrganizationId, ct);

    /// <summary>The project above; null at the top.</summary>
    public static async Task<Project?> GetParentAsync([Parent(requires: nameof(Project.ParentId))] Project project, IProjectByIdDataLoader projects, CancellationToken ct) =>
        project.ParentId is { } id ? await projects.LoadAsync(id, ct) : null;

    [DataLoader]
    internal static async Task<Dictionary<Guid, Project>> GetProjectByIdAsync(IReadOnlyList<Guid> ids, KernelDb db, CancellationToken ct) =>
        await db.Projects.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
}
