using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>The repositories of somebody's account at a source, remembered for a short time. Safe to share.</summary>
public sealed class RemoteRepositories
{
    private readonly SourceAccesses _accesses;
    private readonly SourcesOptions _options;
    private readonly IMemoryCache _cache;

    internal RemoteRepositories(SourceAccesses accesses, SourcesOptions options, IMemoryCache cache) => (_accesses, _options, _cache) = (accesses, options, cache);

    /// <summary>By name in code point order; those whose name or id holds the text, in any case.</summary>
    /// <exception cref="SourceNotAuthenticatedException">The owner is not connected.</exception>
    internal async Task<IReadOnlyList<RemoteRepository>> ListAsync(ISourceProvider provider, SourceOwner owner, string? search, CancellationToken ct)
    {
        // Whoever disconnected sees nothing any more, though it is remembered.
        var access = await _accesses.RequireAsync(provider, owner, ct);
        if (!provider.Info.Capabilities.Contains(SourceCapability.ListRepositories)) return await ReadAsync(provider, access, search, ct);
        var all = await ReadOnceAsync(provider, access, owner, ct);
        return string.IsNullOrWhiteSpace(search) ? all
            : [.. all.Where(r => r.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || r.RepoId.Contains(search, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Asks the source again the next time.</summary>
    internal void Forget(string provider, SourceOwner owner) => _cache.Remove((typeof(RemoteRepositories), provider, owner));

    private async Task<IReadOnlyList<RemoteRepository>> ReadOnceAsync(ISourceProvider provider, SourceAccess access, SourceOwner owner, CancellationToken ct)
    {
        var key = (typeof(RemoteRepositories), provider.Info.Name, owner);
        if (_options.RepositoryCacheTime == TimeSpan.Zero || provider.Info.Kind is SourceProviderKind.OneOff) return await ReadAsync(provider, access, null, ct);
        // Those who ask at the same time wait for one reading; it does not end with the one who came first.
        var reading = _cache.GetOrCreate(key, entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = _options.RepositoryCacheTime;
            return new Lazy<Task<IReadOnlyList<RemoteRepository>>>(() => ReadAsync(provider, access, null, CancellationToken.None));
        })!;
        try
        {
            return await reading.Value.WaitAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _cache.Remove(key);
            throw;
        }
    }

    private async Task<IReadOnlyList<RemoteRepository>> ReadAsync(ISourceProvider provider, SourceAccess access, string? search, CancellationToken ct)
    {
        var list = new List<RemoteRepository>();
        await foreach (var repository in provider.RepositoriesAsync(access, search, ct))
        {
            list.Add(repository);
            if (list.Count == _options.MaxRemoteRepositories) break;
        }
        list.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : string.CompareOrdinal(a.RepoId, b.RepoId));
        return list;
    }
}
