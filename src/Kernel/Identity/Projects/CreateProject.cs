using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity.Projects;

public sealed record CreateProject(string Name, Guid? ParentId) : ICommand<Project>;

[MutationType]
public static partial class CreateProjectMutation
{
    /// <summary>Makes a project.</summary>
    /// <param name="name">1 to 100 characters, unique below its parent.</param>
    /// <param name="parentId">The project above; null makes one at the top.</param>
    [Authorize("projects:write")]
    [Error<TextInvalidException>, Error<ProjectNotFoundException>, Error<ProjectNameTakenException>, Error<ProjectTooDeepException>]
    public static Task<Project> CreateProjectAsync(string name, [ID<Project>] Guid? parentId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CreateProject(name, parentId), ct);
}

internal sealed class CreateProjectHandler(KernelDb db, Actor actor, TimeProvider clock, UnitOfWork work) : IRequestHandler<CreateProject, Project>
{
    private const int MaxNameLength = 100;

    public async Task<Project> Handle(CreateProject request, CancellationToken ct)
    {
        TextInvalidException.Name("name", request.Name, MaxNameLength);
        var parent = request.ParentId is null ? null
            : await db.Projects.SingleOrDefaultAsync(p => p.Id == request.ParentId && p.OrganizationId == actor.OrganizationId, ct)
                ?? throw new ProjectNotFoundException("parentId");
        var project = new Project(actor.OrganizationId, request.Name, parent, clock.Now());
        db.Add(project);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            throw new ProjectNameTakenException(request.Name);
        }
        return project;
    }
}
