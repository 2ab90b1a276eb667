using System.Runtime.InteropServices;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>A source that a running plugin brings.</summary>
/// <param name="OrganizationId">Whose plugin.</param>
/// <param name="PluginId">The plugin.</param>
/// <param name="Name">The plugin's own name for it.</param>
public sealed record PluginSource(Guid OrganizationId, string PluginId, string Name);

/// <summary>
/// Asks the sources that running plugins bring, with the bounds of all calls of plugins. What a plugin answers is copied within the call, so that nothing of its own is
/// left in the answer. Safe to share.
/// </summary>
public sealed class PluginSourceCalls
{
    private const int MaxRepositories = 1000;
    private const int MaxExtraBytes = 16 * 1024;
    private const int MaxNames = 1000;
    private readonly PluginRuntime _runtime;
    private readonly CallRunner _runner;
    private readonly RuntimeOptions _options;
    private readonly IServiceScopeFactory _scopes;

    internal PluginSourceCalls(PluginRuntime runtime, CallRunner runner, CatalogOptions options, IServiceScopeFactory scopes) =>
        (_runtime, _runner, _options, _scopes) = (runtime, runner, options.Runtime, scopes);

    /// <summary>Bytes of a hook's body that a plugin may be given.</summary>
    public int MaxHookBytes => _options.MaxRequestBytes;

    /// <summary>The plugin's options as the organization sees them; none when it does not run on this host.</summary>
    public async Task<OptionValues> OptionsAsync(Guid organizationId, string pluginId, CancellationToken ct)
    {
        if (_runtime.Find(organizationId, pluginId)?.Current is not { } plugin) return OptionValues.None;
        await using var scope = _scopes.CreateAsyncScope();
        return scope.ServiceProvider.GetService<IPluginOptionValues>() is { } values
            ? await values.ReadAsync(organizationId, pluginId, plugin.Start.Generation, new PluginScope(), ct)
            : OptionValues.None;
    }

    /// <summary>The account's name; null when the host does not take the access.</summary>
    public async Task<PluginOutcome<string?>> CheckAsync(PluginSource source, string? accessToken, CancellationToken ct)
    {
        var call = await CallAsync(source, accessToken, ct);
        return await RunAsync(source, "sourceAccount", (provider, token) => provider.Check(call, token), account => Weight(account), ct);
    }

    /// <summary>One page of repositories.</summary>
    public async Task<PluginOutcome<SourceRepositoryPage>> ListAsync(PluginSource source, string? accessToken, string? cursor, CancellationToken ct)
    {
        var call = await CallAsync(source, accessToken, ct);
        return await RunAsync(source, "sourceRepositories", async (provider, token) => Own(await provider.List(call, cursor, token)), page => page.Repositories.Sum(Weight) + Weight(page.NextCursor), ct);
    }

    /// <summary>One repository; null when there is none of this id.</summary>
    public async Task<PluginOutcome<SourceRepository?>> FindAsync(PluginSource source, string? accessToken, string repoId, CancellationToken ct)
    {
        var call = await CallAsync(source, accessToken, ct);
        return await RunAsync(source, "sourceRepository", async (provider, token) => await provider.Find(call, repoId, token) is { } found ? Own(found) : null, found => found is null ? 0 : Weight(found), ct);
    }

    /// <summary>Registers a hook; the answer is the host's id of it.</summary>
    public async Task<PluginOutcome<string?>> ActivateAsync(PluginSource source, string? accessToken, string repoId, SourceHookTarget hook, CancellationToken ct)
    {
        var call = await CallAsync(source, accessToken, ct);
        return await RunAsync(source, "sourceActivate", (provider, token) => provider.Activate?.Invoke(call, repoId, hook, token), id => Weight(id), ct);
    }

    /// <summary>Removes a hook.</summary>
    public async Task<PluginOutcome<bool>> DeactivateAsync(PluginSource source, string? accessToken, string repoId, SourceHookTarget hook, CancellationToken ct)
    {
        var call = await CallAsync(source, accessToken, ct);
        return await RunAsync(source, "sourceDeactivate", (provider, token) => provider.Deactivate is { } deactivate ? DoneAsync(deactivate(call, repoId, hook, token)) : null, _ => 0, ct);
    }

    /// <summary>What git logs in with.</summary>
    public async Task<PluginOutcome<SourceCredentials>> CredentialsAsync(PluginSource source, string? accessToken, string repoId, CancellationToken ct)
    {
        var call = await CallAsync(source, accessToken, ct);
        return await RunAsync(source, "sourceCredentials", (provider, token) => provider.Credentials?.Invoke(call, repoId, token), given => Weight(given.UserName) + Weight(given.Password), ct);
    }

    /// <summary>Whether a delivery was signed with the secret, in a way of the plugin's own.</summary>
    public Task<PluginOutcome<bool>> IsAuthenticAsync(PluginSource source, SourceHookDelivery delivery, string secret, CancellationToken ct) =>
        RunAsync(source, "sourceHookCheck", (provider, token) => provider.Hooks?.Check?.Invoke(delivery, secret, token), _ => 0, ct);

    /// <summary>What a delivery tells.</summary>
    public Task<PluginOutcome<SourceHookReading>> ReadHookAsync(PluginSource source, SourceHookDelivery delivery, CancellationToken ct) =>
        RunAsync(source, "sourceHook", (provider, token) => provider.Hooks is { } hooks ? OwnAsync(hooks.Read(delivery, token)) : null,
            reading => Weight(reading.EventType) + Weight(reading.RepoId) + Weight(reading.DeliveryId) + Weight(reading.IgnoredBecause) + reading.Branches.Concat(reading.Tags).Sum(Weight), ct);

    private async Task<SourceCall> CallAsync(PluginSource source, string? accessToken, CancellationToken ct) => new(accessToken, await OptionsAsync(source.OrganizationId, source.PluginId, ct));

    private Task<PluginOutcome<T>> RunAsync<T>(PluginSource source, string kind, Func<SourceProvider, CancellationToken, Task<T>?> call, Func<T, long> weigh, CancellationToken ct) =>
        _runner.RunAsync<T>(new PluginCallTarget(source.OrganizationId, source.PluginId, kind, _options.CallTimeout),
            contributions => contributions.SourceProviders.GetValueOrDefault(source.Name) is { } provider
                ? token => call(provider, token) ?? throw new InvalidOperationException("It offers no such part of the source.")
                : null,
            answer => weigh(answer) <= _options.MaxResponseBytes, ct);

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    private static SourceRepositoryPage Own(SourceRepositoryPage page)
    {
        var own = page.Repositories.Take(MaxRepositories + 1).Select(Own).ToArray();
        return own.Length <= MaxRepositories ? new SourceRepositoryPage(own, page.NextCursor) : throw new InvalidDataException($"A page has more than {MaxRepositories} repositories.");
    }

    private static SourceRepository Own(SourceRepository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (repository.Extra is not { ValueKind: not System.Text.Json.JsonValueKind.Undefined } extra) return repository with { Extra = null };
        return JsonMarshal.GetRawUtf8Value(extra).Length <= MaxExtraBytes ? repository with { Extra = extra.Clone() } : throw new InvalidDataException($"What else a repository says has more than {MaxExtraBytes} bytes.");
    }

    private static async Task<SourceHookReading> OwnAsync(Task<SourceHookReading> reading)
    {
        var read = await reading ?? throw new InvalidDataException("There is no reading.");
        return read with { Branches = [.. read.Branches.Take(MaxNames)], Tags = [.. read.Tags.Take(MaxNames)] };
    }

    private static long Weight(SourceRepository repository) =>
        Weight(repository.Id) + Weight(repository.Name) + Weight(repository.CloneUrl) + Weight(repository.Url) + Weight(repository.DefaultBranch) + (repository.Extra is { } extra ? JsonMarshal.GetRawUtf8Value(extra).Length : 0);

    private static long Weight(string? text) => text?.Length ?? 0;
}
