using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Policies;
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
public sealed record EnablePluginsPayload(bool Applied, IReadOnlyList<BulkItem> Items);

[MutationType]
public static partial class EnablePluginsMutation
{
    /// <summary>Puts installed plugins into use, what one needs before it. What they need must be in use, or among them.</summary>
    /// <param name="names">The installations' names.</param>
    /// <param name="mode">What happens to the others when one cannot be enabled.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RemoteAdminDisabledException>]
    public static Task<EnablePluginsPayload> EnablePluginsAsync(IReadOnlyList<string> names, IMediator mediator, CancellationToken ct, BulkMode mode = BulkMode.AllOrNothing, bool dryRun = false) =>
        mediator.Send(new EnablePlugins(names, mode, dryRun), ct);
}

internal sealed class EnablePluginsHandler(BulkChange bulk, InstallationStore store) : IRequestHandler<EnablePlugins, EnablePluginsPayload>
{
    public async Task<EnablePluginsPayload> Handle(EnablePlugins request, CancellationToken ct)
    {
        await bulk.BeginAsync(request.Names, request.DryRun, ct);
        foreach (var name in bulk.Needs.InStartOrder(bulk.Installed))
            await bulk.TryAsync(name, installation => EnableAsync(installation, ct));
        var result = await bulk.EndAsync(request.Mode, ct);
        return new EnablePluginsPayload(result.Applied, result.Items);
    }

    private async Task<bool> EnableAsync(PluginInstallation installation, CancellationToken ct)
    {
        if (installation.IsInUse)
            return false;
        if (bulk.Needs.Missing(installation.Name) is { Count: > 0 } missing)
            throw new DependencyMissingException(installation.Name, missing);
        await bulk.StartAsync(installation, ct);
        installation.Enable(store.Now);
        bulk.Needs.Enabled(installation.Name);
        store.Tell(installation, PluginLifecycleAction.Enabled);
        return true;
    }
}
