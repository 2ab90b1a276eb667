using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>
/// GitHub's REST API, version 2022-11-28: as the app, with a token that it signs; as an installation, with one that GitHub gives for that and that holds an hour; as a user.
/// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
/// </summary>
internal sealed class GitHubApi
{
    private const int MaxTokens = 10_000;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset ExpiresAt)> _tokens = new();
    private readonly ProviderApi _api;
    private readonly TimeProvider _clock;
    private readonly AppKey? _key;

    public GitHubApi(GitHubOptions options, EgressGuard egress, TimeProvider clock)
    {
        var url = options.Url ?? new Uri("https://github.com");
        _api = new ProviderApi(GitHubProvider.Key, options.ApiUrl ?? (options.Url is null ? new Uri("https://api.github.com") : new Uri(url, "/api/v3/")), egress, clock);
        _clock = clock;
        _key = options.IsConfigured ? new AppKey(options.AppId!, AppKey.Read(options.PrivateKey!), clock) : null;
    }

    public Task<ApiAnswer> AsAppAsync(HttpMethod method, string address, HttpStatusCode[]? expected, CancellationToken ct) => RawAsync(method, address, _key!.Token(), null, expected, ct);

    public Task<ApiAnswer> AsUserAsync(string token, string address, CancellationToken ct) => RawAsync(HttpMethod.Get, address, token, null, null, ct);

    /// <summary>As an installation. A token that GitHub no longer takes, such as after its permissions changed, is asked for anew once.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string installation, string address, object? body, HttpStatusCode[]? expected, CancellationToken ct)
    {
        var answer = await RawAsync(method, address, await TokenAsync(installation, ct), body, [.. expected ?? [], HttpStatusCode.Unauthorized], ct);
        if (answer.Status is not HttpStatusCode.Unauthorized) return answer;
        _tokens.TryRemove(installation, out _);
        return await RawAsync(method, address, await TokenAsync(installation, ct), body, expected, ct);
    }

    public void Forget(string installation) => _tokens.TryRemove(installation, out _);

    private async Task<string> TokenAsync(string installation, CancellationToken ct)
    {
        if (_tokens.TryGetValue(installation, out var known) && known.ExpiresAt > _clock.GetUtcNow() + Margin) return known.Token;
        var answer = await AsAppAsync(HttpMethod.Post, $"app/installations/{Uri.EscapeDataString(installation)}/access_tokens", null, ct);
        var token = answer.Body.Promised("token", GitHubProvider.Key);
        if (_tokens.Count >= MaxTokens) _tokens.Clear();
        _tokens[installation] = (token, answer.Body.Time("expires_at") ?? _clock.GetUtcNow());
        return token;
    }

    private Task<ApiAnswer> RawAsync(HttpMethod method, string address, string token, object? body, HttpStatusCode[]? expected, CancellationToken ct) =>
        _api.SendAsync(method, address, request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        }, body, expected, ct);
}
