using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Puts an installed plugin into use.</summary>
public sealed record EnablePlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class EnablePluginMutation
{
    /// <summary>Puts an installed plugin into use. Enabling a running one changes nothing.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> EnablePluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new EnablePlugin(name, expectedEtag, dryRun), ct);
}

internal sealed class EnablePluginHandler(InstallationStore store, UnitOfWork work) : IRequestHandler<EnablePlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(EnablePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, _) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        if (installation.Enable(store.Now))
            work.AfterCommit(installation.Event(PluginLifecycleAction.Enabled, store.Now));
        return installation;
    }
}
