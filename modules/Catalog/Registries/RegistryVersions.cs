using System.Collections.Concurrent;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Registries;

/// <summary>
/// Keeps the tags of registered images as versions, so that they are listed, filtered, paged and chosen like all others. Whoever asks for a plugin's
/// versions has the registry asked, unless it was a short while ago; many who ask at a time share one question.
/// </summary>
internal sealed class RegistryVersions(IDbContextFactory<CatalogDb> contexts, RegistryClient registry, CatalogOptions options, IServiceScopeFactory scopes, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Lazy<Task>> _running = new();

    /// <summary>Sees to it that the versions of a plugin are as new as the settings want.</summary>
    /// <exception cref="RefusalException">The registry gives no answer, and the plugin has no versions from before. With some, this is a warning.</exception>
    public async Task RefreshAsync(Plugin plugin, Warnings warnings, CancellationToken ct)
    {
        if (plugin.Image is null || plugin.Repository.Type is not (RepositoryType.Local or RepositoryType.Managed) || plugin.VersionsCheckedAt + options.RegistryCacheTime > clock.GetUtcNow())
            return;
        try
        {
            var refresh = _running.GetOrAdd(plugin.Id, _ => new Lazy<Task>(() => RunAsync(plugin)));
            await refresh.Value.WaitAsync(ct);
        }
        catch (RefusalException refusal)
        {
            if (!await HasVersionsAsync(plugin.Id, ct))
                throw;
            var since = plugin.VersionsCheckedAt is { } at ? $"those of {at:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "only those that were published by hand";
            warnings.Add(refusal.Code, $"{refusal.Message} The versions shown are {since}.", plugin.PluginId);
        }
    }

    private async Task RunAsync(Plugin plugin)
    {
        try
        {
            // Not ended by the one who happened to ask first; the client bounds the time.
            await WriteAsync(plugin, await registry.TagsAsync(RegistryImage.Of(plugin, options), CancellationToken.None), CancellationToken.None);
        }
        finally
        {
            _running.TryRemove(plugin.Id, out _);
        }
    }

    private async Task WriteAsync(Plugin asked, IReadOnlyList<string> tags, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"plugin:{asked.PluginId}", ct);
        if (await db.Plugins.AsTracking().FirstOrDefaultAsync(plugin => plugin.Id == asked.Id, ct) is not { } plugin)
            return;
        var known = await db.Versions.AsTracking().Where(version => version.PluginKey == plugin.Id).ToListAsync(ct);
        var revision = plugin.Revision;
        var (added, gone) = plugin.TakeTags(tags, known, clock.Now());
        db.AddRange(added);
        db.RemoveRange(gone);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (plugin.Revision != revision)
            await PublishAsync(new CatalogChanged(asked.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
    }

    private async Task PublishAsync(CatalogChanged change)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(change);
    }

    private async Task<bool> HasVersionsAsync(Guid pluginKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Versions.AnyAsync(version => version.PluginKey == pluginKey, ct);
    }
}
