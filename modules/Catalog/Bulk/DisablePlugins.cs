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

/// <summary>Takes installed plugins out of use.</summary>
public sealed record DisablePlugins(IReadOnlyList<string> Names, BulkMode Mode, DependentStrategy Strategy, bool DryRun) : ICommand<DisablePluginsPayload>
{
    string? ICommand.AuditTarget => BulkNames.Shown(Names);
}

/// <summary>What disabling did.</summary>
/// <param name="Applied">Whether changes were made; false when all or nothing was asked for and one failed.</param>
/// <param name="Items">What happened to each plugin, in the order of the names; then those that went along.</param>
public sealed record DisablePluginsPayload(bool Applied, IReadOnlyList<BulkItem> Items)
{
    /// <summary>The job that does it; null unless it was asked for, and then all else is empty.</summary>
    public OperationJob? Job { get; init; }
}

[MutationType]
public static partial class DisablePluginsMutation
{
    /// <summary>Takes installed plugins out of use, those that need others before these. What needs one and is not among them goes along or stands against it, as the strategy says.</summary>
    /// <param name="names">The installations' names.</param>
    /// <param name="mode">What happens to the others when one cannot be disabled.</param>
    /// <param name="strategy">What happens to those that need them.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it; its result tells what came of it.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RemoteAdminDisabledException>]
    [Error<JobQueueFullException>]
    public static async Task<DisablePluginsPayload> DisablePluginsAsync(
        IReadOnlyList<string> names, IMediator mediator, CancellationToken ct, BulkMode mode = BulkMode.AllOrNothing, DependentStrategy strategy = DependentStrategy.None, bool dryRun = false, bool async = false)
    {
        var command = new DisablePlugins(names, mode, strategy, dryRun);
        return async
            ? new DisablePluginsPayload(false, []) { Job = await mediator.QueueAsync(command, dryRun, new JobRequest { SerialKey = Queueing.Installations }, ct) }
            : await mediator.Send(command, ct);
    }
}

internal sealed class DisablePluginsHandler(BulkChange bulk, InstallationStore store) : IRequestHandler<DisablePlugins, DisablePluginsPayload>
{
    public async Task<DisablePluginsPayload> Handle(DisablePlugins request, CancellationToken ct)
    {
        await bulk.BeginAsync(request.Names, request.DryRun, ct);
        foreach (var name in bulk.Needs.InStartOrder(bulk.Installed).Reverse())
            await bulk.TryAsync(name, installation => Task.FromResult(Disable(installation, request.Strategy)));
        var result = await bulk.EndAsync(request.Mode, ct);
        return new DisablePluginsPayload(result.Applied, result.Items);
    }

    private bool Disable(PluginInstallation installation, DependentStrategy strategy)
    {
        bulk.Policy.EnsureNotMandatory(installation.Name);
        if (installation.Disabled)
            return false;
        foreach (var name in bulk.Needs.WithDependents(installation.Name, strategy, removing: false, bulk.Policy))
        {
            store.Disable(bulk.Find(name), bulk.Policy);
            bulk.Needs.Disabled(name);
            bulk.Changed(name);
        }
        return true;
    }
}
