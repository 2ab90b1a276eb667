using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>Confirms an installation.</summary>
public sealed record VerifyAppInstallation(Guid InstallationUuid, AppInstallationStatus Status, string? ExpectedEtag) : ICommand<AppInstallation>
{
    string? ICommand.AuditTarget => $"AppInstallation:{InstallationUuid}";
}

[MutationType]
public static partial class VerifyAppInstallationMutation
{
    /// <summary>Confirms an installation: the app does so with a token of it, whatever its scopes are. Confirming a confirmed one changes nothing.</summary>
    /// <param name="installationUuid">Which installation.</param>
    /// <param name="status">What it becomes; only <c>INSTALLED</c> is possible.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    [Error<AppInstallationNotFoundException>]
    [Error<InstallationStatusInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<AppInstallation> VerifyAppInstallationAsync(
        Guid installationUuid, string? expectedEtag, IMediator mediator, CancellationToken ct, AppInstallationStatus status = AppInstallationStatus.Installed) =>
        mediator.Send(new VerifyAppInstallation(installationUuid, status, expectedEtag), ct);
}

internal sealed class VerifyAppInstallationHandler(InstallationLookup installations, AppCaller caller, AppWriting writing, UnitOfWork work) : IRequestHandler<VerifyAppInstallation, AppInstallation>
{
    public async Task<AppInstallation> Handle(VerifyAppInstallation request, CancellationToken ct)
    {
        if (caller.InstallationId is null)
            writing.Actor.Require("integrations:write");
        var installation = await installations.TakeAsync(request.InstallationUuid, request.ExpectedEtag, ct);
        if (request.Status != AppInstallationStatus.Installed)
            throw new InstallationStatusInvalidException("The status can only become INSTALLED.");
        if (installation.Verify())
            work.AfterCommit(installation.Event(await installations.AppOfAsync(installation, ct), AppInstallationAction.Verified, caller.AsEventActor(), writing.Now));
        return installation;
    }
}
