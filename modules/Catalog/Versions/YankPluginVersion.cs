using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Versions;

/// <summary>Withdraws a version of an entry of the local repository.</summary>
public sealed record YankPluginVersion(string PluginId, string Version, string Reason, string? RepositoryId, string? ExpectedEtag, bool DryRun) : ICommand<PluginVersion>
{
    string? ICommand.AuditTarget => $"{PluginId}@{Version}";
}

[MutationType]
public static partial class YankPluginVersionMutation
{
    /// <summary>Withdraws a version: it is no longer offered, and where it is installed it stays. Withdrawing a withdrawn one changes nothing.</summary>
    /// <param name="pluginId">Which plugin.</param>
    /// <param name="version">Which version.</param>
    /// <param name="reason">Why, for those who have it; at most 1000 characters.</param>
    /// <param name="repositoryId">Where to look for the plugin; without, the first repository that has it.</param>
    /// <param name="expectedEtag">Refuses when the plugin is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    [Error<PluginNotOwnedException>]
    [Error<VersionNotFoundException>]
    [Error<EtagMismatchException>]
    public static Task<PluginVersion> YankPluginVersionAsync(
        string pluginId, string version, string reason, string? repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new YankPluginVersion(pluginId, version, reason, repositoryId, expectedEtag, dryRun), ct);
}

internal sealed class YankPluginVersionHandler(CatalogDb db, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<YankPluginVersion, PluginVersion>
{
    public async Task<PluginVersion> Handle(YankPluginVersion request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        var (version, versions) = await db.RequireVersionAsync(plugin, request.Version, ct);
        if (!version.Yank(request.Reason, clock.Now()))
            return version;
        plugin.VersionsChanged(versions, clock.Now());
        work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.VersionYanked, plugin.UpdatedAt));
        return version;
    }
}
