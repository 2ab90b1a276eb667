using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Removes an entry from the local repository.</summary>
public sealed record DeregisterPlugin(string PluginId, string? RepositoryId, bool Force, bool DryRun, string? ExpectedEtag = null) : ICommand<Plugin>
{
    string? ICommand.AuditTarget => PluginId;
}

/// <summary>Something still hangs on the entry.</summary>
public sealed class PluginInUseException(string pluginId, IReadOnlyList<string> uses) : RefusalException($"The plugin '{pluginId}' is in use: {string.Join(", ", uses)}.", "pluginId")
{
    /// <summary>What hangs on it, in phrases such as <c>3 installations</c>.</summary>
    public IReadOnlyList<string> Uses => uses;
}

[MutationType]
public static partial class DeregisterPluginMutation
{
    /// <summary>Removes an entry and its versions from the local repository, and returns it as it was. Refused while it is in use, unless forced.</summary>
    /// <param name="pluginId">Which one.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    /// <param name="expectedEtag">Refuses when the entry is no longer what the caller read.</param>
    /// <param name="force">Removes it even when it is in use; installations stay, without an entry.</param>
    /// <param name="dryRun">Only find out whether it could be removed.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    [Error<PluginNotOwnedException>]
    [Error<EtagMismatchException>]
    [Error<PluginInUseException>]
    public static Task<Plugin> DeregisterPluginAsync(
        string pluginId, string? repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct, bool force = false, bool dryRun = false) =>
        mediator.Send(new DeregisterPlugin(pluginId, repositoryId, force, dryRun, expectedEtag), ct);
}

internal sealed class DeregisterPluginHandler(CatalogDb db, UnitOfWork work, Actor actor, IEnumerable<IPluginUsage> usages, TimeProvider clock) : IRequestHandler<DeregisterPlugin, Plugin>
{
    public async Task<Plugin> Handle(DeregisterPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        if (!request.Force)
            await EnsureUnusedAsync(plugin, ct);
        db.Remove(plugin);
        work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginDeregistered, clock.Now()));
        return plugin;
    }

    private async Task EnsureUnusedAsync(Plugin plugin, CancellationToken ct)
    {
        var uses = new List<string>();
        foreach (var usage in usages)
            if (await usage.DescribeAsync(plugin.Id, plugin.PluginId, ct) is { } use)
                uses.Add(use);
        if (uses.Count > 0)
            throw new PluginInUseException(plugin.PluginId, uses);
    }
}
