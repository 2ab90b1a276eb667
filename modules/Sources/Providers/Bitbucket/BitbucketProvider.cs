using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.Bitbucket;

/// <summary>Bitbucket Data Center, formerly Server and Stash. https://developer.atlassian.com/server/bitbucket/rest, version 1.0. The id of a repository is its project's key and its slug.</summary>
internal sealed class BitbucketProvider : ISourceProvider
{
    public const string Name = "bitbucket";
    private const int PageSize = 100;
    private readonly VendorOptions _options;
    private readonly ProviderApi _api;

    public BitbucketProvider(VendorOptions options, EgressGuard egress, TimeProvider clock)
    {
        _options = options;
        // Never called without an address; this one cannot exist (RFC 2606).
        _api = new ProviderApi(Name, options.ApiUrl ?? new Uri(options.Url ?? new Uri("https://bitbucket.invalid"), "/rest/api/1.0/"), egress, clock);
        Info = Vendor.Describe(Name, "Bitbucket Data Center", options, null, "Sources:Bitbucket", needsUrl: true, allowsOAuth: false);
    }

    public SourceProvider Info { get; }

    public OAuthEndpoint? Authorization => null;

    public SourceAccess? SharedAccess => Vendor.Shared(_options);

    /// <summary>The name is in a header of every answer.</summary>
    public async Task<string> AccountAsync(SourceAccess access, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Get, access, "repos?limit=1", ct);
        return answer.Body.ValueKind is JsonValueKind.Object && answer.Headers.TryGetValues("X-AUSERNAME", out var names) ? Uri.UnescapeDataString(names.First()) : throw Vendor.Malformed(Name);
    }

    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in PagesAsync(access, "repos?permission=REPO_ADMIN", ct)) yield return Repository(item);
    }

    /// <summary>Only administrators may list a repository's webhooks, which is what is tried.</summary>
    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (!RepoPath.IsValid(repoId, 2)) return null;
        var answer = await SendAsync(HttpMethod.Get, access, PathOf(repoId), ct, expected: HttpStatusCode.NotFound);
        if (answer.Status is HttpStatusCode.NotFound) return null;
        var hooks = await SendAsync(HttpMethod.Get, access, $"{PathOf(repoId)}/webhooks?limit=1", ct, expected: [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound]);
        return hooks.Status is HttpStatusCode.OK ? Repository(answer.Body) : null;
    }

    public async Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        var body = new { name = "GraphQLPlugins", url = hook.Url, active = true, events = new[] { "repo:refs_changed" }, sslVerificationRequired = true, configuration = new { secret = hook.Secret } };
        var known = await FindHookAsync(access, repoId, hook, ct);
        var answer = known is null
            ? await SendAsync(HttpMethod.Post, access, $"{PathOf(repoId)}/webhooks", ct, body)
            : await SendAsync(HttpMethod.Put, access, $"{PathOf(repoId)}/webhooks/{known}", ct, body);
        return answer.Body.Id("id") ?? throw Vendor.Malformed(Name);
    }

    public async Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        if ((hook.RemoteId ?? await FindHookAsync(access, repoId, hook, ct)) is { } id)
            await SendAsync(HttpMethod.Delete, access, $"{PathOf(repoId)}/webhooks/{Uri.EscapeDataString(id)}", ct, expected: HttpStatusCode.NotFound);
    }

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(new(access.UserName ?? "x-token-auth", access.Token));

    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) =>
        ValueTask.FromResult(Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers["X-Hub-Signature"], "sha256="));

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = delivery.Headers["X-Event-Key"] is [{ Length: > 0 } name] ? name : throw new FormatException("The header X-Event-Key is missing.");
        var (branches, tags) = GitRefs.Split(body.At("changes").Items().Select(change => change.At("ref").Text("id") ?? change.Text("refId")));
        var repository = body.At("repository");
        var repoId = repository.At("project").Text("key") is { } key && repository.Text("slug") is { } slug ? $"{key}/{slug}" : null;
        return ValueTask.FromResult(new HookReading(type, repoId, branches, tags, type == "diagnostics:ping", delivery.Headers["X-Request-Id"]));
    }

    private async Task<string?> FindHookAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        await foreach (var item in PagesAsync(access, $"{PathOf(repoId)}/webhooks?event=repo:refs_changed", ct))
            if (item.Text("url") == hook.Url) return item.Id("id");
        return null;
    }

    private async IAsyncEnumerable<JsonElement> PagesAsync(SourceAccess access, string address, [EnumeratorCancellation] CancellationToken ct)
    {
        for (long? start = 0; start is not null;)
        {
            var page = await SendAsync(HttpMethod.Get, access, $"{address}&limit={PageSize}&start={start}", ct, expected: HttpStatusCode.NotFound);
            if (page.Status is HttpStatusCode.NotFound) yield break;
            foreach (var item in Vendor.Array(Name, page.Body.At("values"))) yield return item;
            var next = page.Body.At("nextPageStart");
            start = !page.Body.Flag("isLastPage") && next.ValueKind is JsonValueKind.Number && next.TryGetInt64(out var value) && value > start ? value : null;
        }
    }

    private Task<ApiAnswer> SendAsync(HttpMethod method, SourceAccess access, string address, CancellationToken ct, object? body = null, params HttpStatusCode[] expected) =>
        _api.SendAsync(method, address, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token), body, expected, ct);

    private static string PathOf(string repoId) => $"projects/{repoId.Split('/')[0]}/repos/{repoId.Split('/')[1]}";

    private static RemoteRepository Repository(JsonElement item)
    {
        var (key, slug) = (item.At("project").Text("key") ?? throw Vendor.Malformed(Name), item.Text("slug") ?? throw Vendor.Malformed(Name));
        return new RemoteRepository(
            Name, $"{key}/{slug}", $"{item.At("project").Text("name") ?? key}/{item.Text("name") ?? slug}", item.At("links").At("self").Items().Select(l => l.Text("href")).FirstOrDefault(),
            Vendor.CloneLink(item, "http") ?? throw Vendor.Malformed(Name), item.Text("defaultBranch"), !item.Flag("public"), Vendor.Extra(item, "description", "archived", "state"));
    }
}
