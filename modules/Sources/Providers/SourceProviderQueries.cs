using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Providers;

[QueryType]
public static partial class SourceProviderQueries
{
    /// <summary>All sources by name: built in, of running plugins, and one-off; those that are not configured too.</summary>
    [Authorize("sources:read")]
    public static async Task<IReadOnlyList<SourceProvider>> GetSourceProvidersAsync(SourceProviders providers, Actor actor, CancellationToken ct) =>
        [.. (await providers.AllAsync(actor.OrganizationId, ct)).Select(p => p.Info)];

    /// <summary>One source; null when there is none of this name.</summary>
    /// <param name="name">Its name, exactly.</param>
    [Authorize("sources:read")]
    public static async Task<SourceProvider?> GetSourceProviderAsync(string name, SourceProviders providers, Actor actor, CancellationToken ct) =>
        (await providers.FindAsync(actor.OrganizationId, name, ct))?.Info;
}

[ObjectType<SourceProvider>]
[Authorize("sources:read")]
public static partial class SourceProviderNode
{
    /// <summary>Whether the caller can use it now; always true of configured sources that need no account of one's own.</summary>
    public static async Task<bool> GetIsAuthenticatedAsync([Parent] SourceProvider provider, SourceProviders providers, Actor actor, IConnectionByProviderDataLoader connections, CancellationToken ct) =>
        provider.IsConfigured && ((await providers.FindAsync(actor.OrganizationId, provider.Name, ct))?.SharedAccess is not null
            || await connections.LoadAsync(provider.Name, ct) is { Status: SourceConnectionStatus.Connected });

    /// <summary>The caller's account there; null without one.</summary>
    public static Task<SourceConnection?> GetConnectionAsync([Parent] SourceProvider provider, IConnectionByProviderDataLoader connections, CancellationToken ct) =>
        connections.LoadAsync(provider.Name, ct);

    /// <summary>The caller's repositories there by name; null when the caller is not authenticated.</summary>
    /// <param name="search">Only those whose name or id holds this, in any case.</param>
    public static async Task<IReadOnlyList<RemoteRepository>?> GetRepositoriesAsync(
        [Parent] SourceProvider provider, string? search, SourceProviders providers, RemoteRepositories remote, Actor actor, CancellationToken ct)
    {
        try
        {
            return await remote.ListAsync(await providers.RequireAsync(actor.OrganizationId, provider.Name, ct), SourceOwner.Of(actor), search, ct);
        }
        catch (Exception e) when (e is SourceNotAuthenticatedException or SourceNotConfiguredException)
        {
            return null;
        }
    }
}

public static partial class ConnectionLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<string, SourceConnection>> GetConnectionByProviderAsync(IReadOnlyList<string> names, Actor actor, IDbContextFactory<SourcesDb> contexts, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Connections.Where(c => c.OrganizationId == owner.OrganizationId && c.Owner == owner.Key && names.Contains(c.Provider)).ToDictionaryAsync(c => c.Provider, ct);
    }
}
