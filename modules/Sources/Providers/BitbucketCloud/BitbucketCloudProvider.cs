using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.BitbucketCloud;

/// <summary>bitbucket.org. https://developer.atlassian.com/cloud/bitbucket/rest, version 2.0. The id of a repository is its full name.</summary>
internal sealed class BitbucketCloudProvider : ISourceProvider
{
    public const string Name = "bitbucket-cloud";
    private readonly VendorOptions _options;
    private readonly ProviderApi _api;

    public BitbucketCloudProvider(VendorOptions options, EgressGuard egress, TimeProvider clock)
    {
        _options = options;
        var url = options.Url ?? new Uri("https://bitbucket.org");
        _api = new ProviderApi(Name, options.ApiUrl ?? (options.Url is null ? new Uri("https://api.bitbucket.org/2.0/") : new Uri(url, "/2.0/")), egress, clock);
        Authorization = options.HasClient
            ? new OAuthEndpoint(new Uri(url, "/site/oauth2/authorize"), new Uri(url, "/site/oauth2/access_token"), options.ClientId!, options.ClientSecret!,
                options.Scopes ?? "account repository webhook", SecretInHeader: true)
            : null;
        Info = Vendor.Describe(Name, "Bitbucket Cloud", options, Authorization, "Sources:BitbucketCloud");
    }

    public SourceProvider Info { get; }

    public OAuthEndpoint? Authorization { get; }

    public SourceAccess? SharedAccess => Vendor.Shared(_options);

    public async Task<string> AccountAsync(SourceAccess access, CancellationToken ct)
    {
        var user = (await SendAsync(HttpMethod.Get, access, "user", ct)).Body;
        return user.Text("username") ?? user.Text("nickname") ?? user.Text("display_name") ?? throw Vendor.Malformed(Name);
    }

    /// <summary>Workspace by workspace, since listings across them were taken out of service in 2026.</summary>
    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        var workspaces = new List<string>();
        await foreach (var item in PagesAsync(access, "user/workspaces?pagelen=100", ct)) workspaces.Add((item.At("workspace").Text("slug") ?? item.Text("slug")) ?? throw Vendor.Malformed(Name));
        foreach (var workspace in workspaces)
            await foreach (var item in PagesAsync(access, $"repositories/{Uri.EscapeDataString(workspace)}?role=admin&pagelen=100", ct)) yield return Repository(item);
    }

    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (!RepoPath.IsValid(repoId, 2)) return null;
        var (workspace, slug) = (repoId.Split('/')[0], repoId.Split('/')[1]);
        var query = Uri.EscapeDataString($"slug=\"{slug}\"");
        var answer = await SendAsync(HttpMethod.Get, access, $"repositories/{workspace}?role=admin&q={query}", ct, expected: [HttpStatusCode.NotFound, HttpStatusCode.Forbidden]);
        return answer.Body.At("values").Items().Where(i => i.Text("full_name") == repoId).Select(Repository).FirstOrDefault();
    }

    public async Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        var body = new { description = "GraphQLPlugins", url = hook.Url, active = true, secret = hook.Secret, skip_cert_verification = false, events = new[] { "repo:push" } };
        var known = await FindHookAsync(access, repoId, hook, ct);
        var answer = known is null
            ? await SendAsync(HttpMethod.Post, access, $"repositories/{repoId}/hooks", ct, body)
            : await SendAsync(HttpMethod.Put, access, $"repositories/{repoId}/hooks/{Uri.EscapeDataString(known)}", ct, body);
        return answer.Body.Text("uuid") ?? throw Vendor.Malformed(Name);
    }

    public async Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        if ((hook.RemoteId ?? await FindHookAsync(access, repoId, hook, ct)) is { } id)
            await SendAsync(HttpMethod.Delete, access, $"repositories/{repoId}/hooks/{Uri.EscapeDataString(id)}", ct, expected: HttpStatusCode.NotFound);
    }

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(new(access.UserName ?? "x-token-auth", access.Token));

    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) =>
        ValueTask.FromResult(Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers["X-Hub-Signature"], "sha256="));

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = delivery.Headers["X-Event-Key"] is [{ Length: > 0 } name] ? name : throw new FormatException("The header X-Event-Key is missing.");
        // A branch that was deleted is told by what it was.
        var changed = body.At("push").At("changes").Items().Select(change => change.At("new") is { ValueKind: JsonValueKind.Object } now ? now : change.At("old")).ToList();
        return ValueTask.FromResult(new HookReading(
            type, body.At("repository").Text("full_name"), [.. Names(changed, "branch")], [.. Names(changed, "tag")], type == "diagnostics:ping", delivery.Headers["X-Request-UUID"]));
    }

    private static IEnumerable<string> Names(List<JsonElement> refs, string type) => refs.Where(r => r.Text("type") == type).Select(r => r.Text("name")).OfType<string>().Distinct();

    private async Task<string?> FindHookAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        await foreach (var item in PagesAsync(access, $"repositories/{repoId}/hooks?pagelen=100", ct))
            if (item.Text("url") == hook.Url) return item.Text("uuid");
        return null;
    }

    private async IAsyncEnumerable<JsonElement> PagesAsync(SourceAccess access, string address, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var next = address; next is not null;)
        {
            var page = await SendAsync(HttpMethod.Get, access, next, ct, expected: HttpStatusCode.NotFound);
            if (page.Status is HttpStatusCode.NotFound) yield break;
            foreach (var item in Vendor.Array(Name, page.Body.At("values"))) yield return item;
            next = page.Body.Text("next");
        }
    }

    private Task<ApiAnswer> SendAsync(HttpMethod method, SourceAccess access, string address, CancellationToken ct, object? body = null, params HttpStatusCode[] expected) =>
        _api.SendAsync(method, address, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token), body, expected, ct);

    private static RemoteRepository Repository(JsonElement item) => new(
        Name, item.Text("full_name") ?? throw Vendor.Malformed(Name), item.Text("full_name")!, item.At("links").At("html").Text("href"),
        Vendor.CloneLink(item, "https") ?? throw Vendor.Malformed(Name), item.At("mainbranch").Text("name"), item.Flag("is_private"), Vendor.Extra(item, "description", "language", "updated_on"));
}
