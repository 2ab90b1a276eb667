using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>Takes an app out of the caller's organization.</summary>
public sealed record UninstallApp(Guid InstallationUuid, string? ExpectedEtag) : ICommand<AppInstallation>
{
    string? ICommand.AuditTarget => $"AppInstallation:{InstallationUuid}";
}

[MutationType]
public static partial class UninstallAppMutation
{
    /// <summary>Takes an app out of the organization at once: its tokens end, and it is told. Uninstalling it again changes nothing.</summary>
    /// <param name="installationUuid">Which installation.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<AppInstallationNotFoundException>]
    [Error<EtagMismatchException>]
    public static Task<AppInstallation> UninstallAppAsync(Guid installationUuid, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new UninstallApp(installationUuid, expectedEtag), ct);
}

internal sealed class UninstallAppHandler(InstallationLookup installations, AppInstaller installer) : IRequestHandler<UninstallApp, AppInstallation>
{
    public async Task<AppInstallation> Handle(UninstallApp request, CancellationToken ct)
    {
        var installation = await installations.TakeAsync(request.InstallationUuid, request.ExpectedEtag, ct);
        await installer.UninstallAsync(installation, await installations.AppOfAsync(installation, ct), ct);
        return installation;
    }
}
