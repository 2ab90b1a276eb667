using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Keeps a plugin at its version.</summary>
public sealed record PinPlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class PinPluginMutation
{
    /// <summary>Keeps a plugin at its version: upgrades pass it over until it is unpinned, and installing it again takes a version by name.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> PinPluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new PinPlugin(name, expectedEtag, dryRun), ct);
}

internal sealed class PinPluginHandler(InstallationStore store, UnitOfWork work) : IRequestHandler<PinPlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(PinPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, _) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        if (installation.Pin(true, store.Now))
            store.Tell(installation, PluginLifecycleAction.Pinned);
        return installation;
    }
}
