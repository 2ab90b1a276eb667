using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Jobs;
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
public sealed record ReloadPluginsPayload(bool Applied, IReadOnlyList<BulkItem> Items)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class ReloadPluginsMutation
{
    /// <summary>Loads running plugins again, what one needs before it. All are looked at first; with <c>ALL_OR_NOTHING</c> none is loaded when one is not running (G35).</summary>
    /// <param name="names">The installations' names.</param>
    /// <param name="mode">What happens to the others when one cannot be loaded.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it; its result tells what came of it.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RemoteAdminDisabledException>]
    [Error<JobQueueFullException>]
    public static async Task<ReloadPluginsPayload> ReloadPluginsAsync(
        IReadOnlyList<string> names, IMediator mediator, CancellationToken ct, BulkMode mode = BulkMode.AllOrNothing, bool dryRun = false, bool async = false)
    {
        var command = new ReloadPlugins(names, mode, dryRun);
        return async
            ? new ReloadPluginsPayload(false, []) { Job = await mediator.QueueAsync(command, dryRun, new JobRequest { SerialKey = Queueing.Installations }, ct) }
            : await mediator.Send(command, ct);
    }
}

/// <summary>Starts them before the transaction; with all or nothing, one that does not run keeps all of them from being loaded.</summary>
internal sealed class StartBeforeReloadingAll(BulkStart start) : IPreparation<ReloadPlugins>
{
    public Task PrepareAsync(ReloadPlugins command, CancellationToken ct) => start.PrepareAsync(
        command.Names, command.Mode, command.DryRun, installation => installation.IsInUse || command.Mode == BulkMode.AllOrNothing, (_, installation) => installation.IsInUse, ct);
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
                await bulk.TryAsync(name, installation => ReloadAsync(installation, request.Mode, ct));
        var result = await bulk.EndAsync(request.Mode, ct);
        return new ReloadPluginsPayload(result.Applied, result.Items);
    }

    private void EnsureReloadable(PluginInstallation installation)
    {
        if (!installation.IsInUse)
            throw new PluginNotRunningException([installation.Name]);
        installation.EnsureReplaceable(bulk.Policy, installation.Current());
    }

    private async Task<bool> ReloadAsync(PluginInstallation installation, BulkMode mode, CancellationToken ct)
    {
        await bulk.StartAsync(installation, mode, ct);
        installation.Reload(store.Now);
        store.Tell(installation, PluginLifecycleAction.Reloaded);
        return true;
    }
}
