using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>Limits what an app is told about to some projects.</summary>
public sealed record SetInstallationProjects(Guid InstallationUuid, IReadOnlyList<Guid> ProjectIds, string? ExpectedEtag) : ICommand<AppInstallation>
{
    string? ICommand.AuditTarget => $"AppInstallation:{InstallationUuid}";
}

[MutationType]
public static partial class SetInstallationProjectsMutation
{
    /// <summary>Limits what an app is told about to some projects of the organization.</summary>
    /// <param name="installationUuid">Which installation.</param>
    /// <param name="projectIds">The only projects, at most 100; empty is all.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<AppInstallationNotFoundException>]
    [Error<ProjectNotFoundException>]
    [Error<InputInvalidException>]
    [Error<EtagMismatchException>]
    public static Task<AppInstallation> SetInstallationProjectsAsync(Guid installationUuid, [ID<Project>] IReadOnlyList<Guid> projectIds, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new SetInstallationProjects(installationUuid, projectIds, expectedEtag), ct);
}

internal sealed class SetInstallationProjectsHandler(InstallationLookup installations, KernelDb kernel, Actor actor) : IRequestHandler<SetInstallationProjects, AppInstallation>
{
    public async Task<AppInstallation> Handle(SetInstallationProjects request, CancellationToken ct)
    {
        var wanted = request.ProjectIds.Distinct().ToList();
        if (wanted.Count > AppInstallation.MaxProjects)
            throw new InputInvalidException("projectIds", $"The list has {wanted.Count} entries; at most {AppInstallation.MaxProjects} are allowed.");
        var installation = await installations.TakeAsync(request.InstallationUuid, request.ExpectedEtag, ct);
        if (await kernel.Projects.CountAsync(p => wanted.Contains(p.Id) && p.OrganizationId == actor.OrganizationId, ct) != wanted.Count)
            throw new ProjectNotFoundException("projectIds");
        installation.Limit(wanted);
        return installation;
    }
}
