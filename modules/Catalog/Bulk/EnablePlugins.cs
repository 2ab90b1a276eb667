using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;

namespace GraphQLPlugins.Catalog.Bulk;

/// <summary>Puts installed plugins into use.</summary>
public sealed record EnablePlugins(IReadOnlyList<string> Names, BulkMode Mode, bool DryRun) : ICommand<EnablePluginsPayload>
{
    string? ICommand.AuditTarget => BulkNames.Shown(Names);
}

/// <summary>What enabling did.</summary>
/// <param name="Applied">Whether changes were made; false when all or nothing was asked for and one failed.</param>
/// <param name="Items">What happened to each plugin, in the order of the names.</param>
public sealed record EnablePluginsPayload(bool Applied, IReadOnlyList<BulkItem> Items)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class EnablePluginsMutation
{
    /// <summary>Puts installed plugins into use, what one needs before it. What they need must be in use, or among them.</summary>
    /// <param name="names">The installations' names.</param>
    /// <param name="mode">What happens to the others when one cannot be enabled.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it; its result tells what came of it.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RemoteAdminDisabledException>]
    [Error<JobQueueFullException>]
    public static async Task<EnablePluginsPayload> EnablePluginsAsync(
        IReadOnlyList<string> names, IMediator mediator, CancellationToken ct, BulkMode mode = BulkMode.AllOrNothing, bool dryRun = false, bool async = false)
    {
        var command = new EnablePlugins(names, mode, dryRun);
        return async
            ? new EnablePluginsPayload(false, []) { Job = await mediator.QueueAsync(command, dryRun, new JobRequest { SerialKey = Queueing.Installations }, ct) }
            : await mediator.Send(command, ct);
    }
}

/// <summary>Starts them before the transaction.</summary>
internal sealed class StartBeforeEnablingAll(BulkStart start) : IPreparation<EnablePlugins>
{
    public Task PrepareAsync(EnablePlugins command, CancellationToken ct) =>
        start.PrepareAsync(command.Names, command.Mode, command.DryRun, installation => !installation.IsInUse, (needs, installation) => needs.Missing(installation.Name).Count == 0, ct);
}

internal sealed class EnablePluginsHandler(BulkChange bulk, InstallationStore store) : IRequestHandler<EnablePlugins, EnablePluginsPayload>
{
    public async Task<EnablePluginsPayload> Handle(EnablePlugins request, CancellationToken ct)
    {
        await bulk.BeginAsync(request.Names, request.DryRun, ct);
        foreach (var name in bulk.Needs.InStartOrder(bulk.Installed))
            await bulk.TryAsync(name, installation => EnableAsync(installation, request.Mode, ct));
        var result = await bulk.EndAsync(request.Mode, ct);
        return new EnablePluginsPayload(result.Applied, result.Items);
    }

    private async Task<bool> EnableAsync(PluginInstallation installation, BulkMode mode, CancellationToken ct)
    {
        if (installation.IsInUse)
            return false;
        if (bulk.Needs.Missing(installation.Name) is { Count: > 0 } missing)
            throw new DependencyMissingException(installation.Name, missing);
        await bulk.StartAsync(installation, mode, ct);
        installation.Enable(store.Now);
        bulk.Needs.Enabled(installation.Name);
        store.Tell(installation, PluginLifecycleAction.Enabled);
        return true;
    }
}
