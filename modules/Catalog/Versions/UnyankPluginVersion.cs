using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Versions;

/// <summary>Offers a version again that was withdrawn.</summary>
public sealed record UnyankPluginVersion(string PluginId, string Version, string? RepositoryId, string? ExpectedEtag, bool DryRun) : ICommand<PluginVersion>
{
    string? ICommand.AuditTarget => $"{PluginId}@{Version}";
}

[MutationType]
public static partial class UnyankPluginVersionMutation
{
    /// <summary>Offers a version again that was withdrawn. Of one that is not withdrawn nothing changes.</summary>
    /// <param name="pluginId">Which plugin.</param>
    /// <param name="version">Which version.</param>
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
    public static Task<PluginVersion> UnyankPluginVersionAsync(
        string pluginId, string version, string? repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new UnyankPluginVersion(pluginId, version, repositoryId, expectedEtag, dryRun), ct);
}

internal sealed class UnyankPluginVersionHandler(CatalogDb db, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<UnyankPluginVersion, PluginVersion>
{
    public async Task<PluginVersion> Handle(UnyankPluginVersion request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        var (version, versions) = await db.RequireVersionAsync(plugin, request.Version, ct);
        if (!version.Unyank())
            return version;
        plugin.VersionsChanged(versions, clock.Now());
        work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.VersionUnyanked, plugin.UpdatedAt));
        return version;
    }
}
