using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Lets upgrades take up a plugin again.</summary>
public sealed record UnpinPlugin(string Name, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class UnpinPluginMutation
{
    /// <summary>Lets upgrades take up a plugin again.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> UnpinPluginAsync(string name, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new UnpinPlugin(name, expectedEtag, dryRun), ct);
}

internal sealed class UnpinPluginHandler(InstallationStore store, UnitOfWork work) : IRequestHandler<UnpinPlugin, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(UnpinPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, _) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        if (installation.Pin(false, store.Now))
            store.Tell(installation, PluginLifecycleAction.Unpinned);
        return installation;
    }
}
