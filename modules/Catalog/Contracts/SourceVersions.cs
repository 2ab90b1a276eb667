using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Offers what is found in source trees to the catalog, as new versions of plugins that are registered. Done as the caller, with the caller's rights.</summary>
public sealed class SourceVersions
{
    private readonly IMediator _mediator;
    private readonly Actor _actor;
    private readonly IDbContextFactory<CatalogDb> _databases;

    internal SourceVersions(IMediator mediator, Actor actor, IDbContextFactory<CatalogDb> databases) => (_mediator, _actor, _databases) = (mediator, actor, databases);

    /// <summary>Whether two texts spell the same version.</summary>
    public static bool AreSame(string left, string right) => VersionOrder.Compare(left, right) == 0;

    /// <summary>Which of some ids are entries of the local repository.</summary>
    public async Task<IReadOnlySet<string>> KnownAsync(IReadOnlyCollection<string> pluginIds, CancellationToken ct)
    {
        await using var db = await _databases.CreateDbContextAsync(ct);
        return (await db.Plugins.Where(p => pluginIds.Contains(p.PluginId) && p.Repository.Type == RepositoryType.Local).Select(p => p.PluginId).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Publishes a version of an entry, with what the manifest says of it.</summary>
    /// <param name="manifest">The manifest; it names the plugin.</param>
    /// <param name="version">The version.</param>
    /// <param name="releaseNotesUrl">Where its changes are told; null when nowhere.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>False when the entry has the version already.</returns>
    /// <exception cref="RefusalException">It may not be published, or not so.</exception>
    public async Task<bool> PublishAsync(SourceManifest manifest, string version, string? releaseNotesUrl, CancellationToken ct)
    {
        _actor.Require("catalog:write");
        try
        {
            var dependencies = manifest.Dependencies.Select(d => new PluginDependencyInput(d.PluginId, d.MinVersion, null, d.Optional)).Distinct().ToList();
            await _mediator.Send(new PublishPluginVersion(
                manifest.PluginId!, version, await LocalAsync(ct), null, null, manifest.MinHostVersion, null, null, manifest.ReloadMode, manifest.LoadPriority, null, dependencies, releaseNotesUrl, null,
                DryRun: false), ct);
            return true;
        }
        catch (VersionAlreadyExistsException)
        {
            return false;
        }
    }

    private async Task<string> LocalAsync(CancellationToken ct)
    {
        await using var db = await _databases.CreateDbContextAsync(ct);
        return await db.Repositories.Where(r => r.Type == RepositoryType.Local && r.DeletedAt == null).Select(r => r.RepositoryId).FirstAsync(ct);
    }
}
