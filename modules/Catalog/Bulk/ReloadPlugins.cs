using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;

namespace GraphQLPlugins.Catalog.Bulk;

/// <summary>Loads running plugins again.</summary>
public sealed record ReloadPlugins(IReadOnlyList<string> Names, BulkMode Mode, bool DryRun) : ICommand<ReloadPluginsPayload>
{
    string? ICommand.AuditTarget => BulkNames.Shown(Names);
}

/// <summary>What reloading did.</summary>
/// <param name="Applied">Whether changes were made; false when all or nothing was asked for and one failed.</param>
/// <param name="Items">What happened to each plugin, in the order of the names.</param>
public sealed record ReloadPluginsPayload(bool Applied, IReadOnlyList<BulkItem> Items);

[MutationType]
public static partial class ReloadPluginsMutation
{
    /// <summary>Loads running plugins again, what one needs before it. All are looked at first; with <c>ALL_OR_NOTHING</c> none is loaded when one is not running (G35).</summary>
    /// <param name="names">The installations' names.</param>
    /// <param name="mode">What happens to the others when one cannot be loaded.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RemoteAdminDisabledException>]
    public static Task<ReloadPluginsPayload> ReloadPluginsAsync(IReadOnlyList<string> names, IMediator mediator, CancellationToken ct, BulkMode mode = BulkMode.AllOrNothing, bool dryRun = false) =>
        mediator.Send(new ReloadPlugins(names, mode, dryRun), ct);
}

internal sealed class ReloadPluginsHandler(BulkChange bulk, InstallationStore store) : IRequestHandler<ReloadPlugins, ReloadPluginsPayload>
{
    public async Task<ReloadPluginsPayload> Handle(ReloadPlugins request, CancellationToken ct)
    {
        await bulk.BeginAsync(request.Names, request.DryRun, ct);
        foreach (var name in bulk.Installed)
            bulk.Check(name, EnsureReloadable);
        if (request.Mode == BulkMode.BestEffort || !bulk.AnyFailed)
            foreach (var name in bulk.Needs.InStartOrder(bulk.Good))
                await bulk.TryAsync(name, installation => ReloadAsync(installation, ct));
        var result = await bulk.EndAsync(request.Mode, ct);
        return new ReloadPluginsPayload(result.Applied, result.Items);
    }

    private void EnsureReloadable(PluginInstallation installation)
    {
        if (!installation.IsInUse)
            throw new PluginNotRunningException([installation.Name]);
        installation.EnsureReplaceable(bulk.Policy, installation.Current());
    }

    private async Task<bool> ReloadAsync(PluginInstallation installation, CancellationToken ct)
    {
        await bulk.StartAsync(installation, ct);
        installation.Reload(store.Now);
        store.Tell(installation, PluginLifecycleAction.Reloaded);
        return true;
    }
}
