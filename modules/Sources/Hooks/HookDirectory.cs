using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Providers.Plugins;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>What is needed to judge a delivery. Its text shows nothing of the secrets.</summary>
/// <param name="HookId">The hook.</param>
/// <param name="OrganizationId">Whose it is.</param>
/// <param name="Provider">The source.</param>
/// <param name="RepoId">The one repository that it may tell of; null for all of the source's.</param>
/// <param name="Secret">What the source signs with.</param>
/// <param name="PreviousSecret">What it may still sign with; null for nothing.</param>
/// <param name="PreviousUntil">Until when.</param>
internal sealed record HookAddress(Guid HookId, Guid OrganizationId, ISourceProvider Provider, string? RepoId, string Secret, string? PreviousSecret, DateTimeOffset? PreviousUntil)
{
    public bool IsSigned => Provider.SignsHooks;

    public override string ToString() => $"{nameof(HookAddress)} {HookId}";
}

/// <summary>Finds hooks by the secret part of their address. Remembers them for a moment, so that a burst costs one look.</summary>
internal sealed class HookDirectory(IDbContextFactory<SourcesDb> contexts, SourceProviders providers, SecretBox secrets, IMemoryCache cache, TimeProvider clock)
{
    private const int MaxTokenLength = 100;
    private static readonly TimeSpan RememberFor = TimeSpan.FromSeconds(5);

    /// <summary>Null when there is no such address.</summary>
    /// <param name="provider">The source that the address names.</param>
    /// <param name="token">The secret part of the address.</param>
    /// <param name="again">Whether to look although it is remembered, since its secret may have been replaced.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="SourceNotAvailableException">There is, and the plugin that brings the source is not there now.</exception>
    public async Task<HookAddress?> FindAsync(string provider, string token, bool again, CancellationToken ct)
    {
        if (token.Length > MaxTokenLength) return null;
        var key = (typeof(HookDirectory), Convert.ToHexString(SourceHook.Hash(token)));
        var address = again ? null : cache.Get<HookAddress>(key);
        if (address is null && (address = await ReadAsync(provider, token, ct)) is not null) cache.Set(key, address, RememberFor);
        return address?.Provider.Info.Name == provider ? address : null;
    }

    private async Task<HookAddress?> ReadAsync(string provider, string token, CancellationToken ct)
    {
        var hash = SourceHook.Hash(token);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Hooks.FirstOrDefaultAsync(h => h.TokenHash == hash, ct) is not { } hook || hook.Provider != provider) return null;
        if (await providers.FindAsync(hook.OrganizationId, hook.Provider, ct) is not { } source) return PluginSources.IsName(provider) ? throw new SourceNotAvailableException(provider) : null;
        return new HookAddress(hook.Id, hook.OrganizationId, source, hook.RepoId.Length > 0 ? hook.RepoId : null, hook.Secret(secrets), hook.PreviousSecret(secrets, clock.Now()), hook.PreviousUntil);
    }
}
