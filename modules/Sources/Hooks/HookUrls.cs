using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Tells owners the addresses of hooks that they have to set up themselves.</summary>
public sealed class HookUrls
{
    private readonly IDbContextFactory<SourcesDb> _contexts;
    private readonly SourceProviders _providers;
    private readonly SecretBox _secrets;
    private readonly SourcesOptions _options;
    private readonly Actor _actor;

    internal HookUrls(IDbContextFactory<SourcesDb> contexts, SourceProviders providers, SecretBox secrets, SourcesOptions options, Actor actor) =>
        (_contexts, _providers, _secrets, _options, _actor) = (contexts, providers, secrets, options, actor);

    /// <summary>Null when there is nothing to set up, or the caller is not the owner.</summary>
    public async Task<string?> FindAsync(SourceRepository repository, CancellationToken ct)
    {
        if (repository.HookKey is not { } key || repository.OwnedBy != SourceOwner.Of(_actor)) return null;
        var provider = await _providers.FindAsync(repository.OrganizationId, repository.Provider, ct);
        if (provider is null || provider.Info.Capabilities.Contains(SourceCapability.RegisterHooks)) return null;
        await using var db = await _contexts.CreateDbContextAsync(ct);
        return (await db.Hooks.FirstOrDefaultAsync(h => h.Id == key, ct))?.Url(_options.PublicUrl, _secrets);
    }
}
