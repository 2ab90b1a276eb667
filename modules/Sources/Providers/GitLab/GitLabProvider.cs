using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.GitLab;

/// <summary>gitlab.com and servers of one's own. https://docs.gitlab.com/api/rest, version 4. The id of a repository is its project's number, which stays when it is renamed.</summary>
internal sealed class GitLabProvider : ISourceProvider
{
    public const string Name = "gitlab";
    private const int PageSize = 100;

    // Maintainers may administer hooks: https://docs.gitlab.com/user/permissions.
    private const int Maintainer = 40;
    private readonly VendorOptions _options;
    private readonly ProviderApi _api;

    public GitLabProvider(VendorOptions options, EgressGuard egress, TimeProvider clock)
    {
        _options = options;
        var url = options.Url ?? new Uri("https://gitlab.com");
        _api = new ProviderApi(Name, options.ApiUrl ?? new Uri(url, "/api/v4/"), egress, clock);
        Authorization = options.HasClient
            ? new OAuthEndpoint(new Uri(url, "/oauth/authorize"), new Uri(url, "/oauth/token"), options.ClientId!, options.ClientSecret!, options.Scopes ?? "api", SecretInHeader: false)
            : null;
        Info = Vendor.Describe(Name, "GitLab", options, Authorization, "Sources:GitLab");
    }

    public SourceProvider Info { get; }

    public OAuthEndpoint? Authorization { get; }

    public SourceAccess? SharedAccess => Vendor.Shared(_options);

    public async Task<string> AccountAsync(SourceAccess access, CancellationToken ct) => (await SendAsync(HttpMethod.Get, access, "user", ct)).Body.Text("username") ?? throw Vendor.Malformed(Name);

    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = $"projects?membership=true&min_access_level={Maintainer}&order_by=id&sort=asc&pagination=keyset&per_page={PageSize}";
        while (next is not null)
        {
            var page = await SendAsync(HttpMethod.Get, access, next, ct);
            foreach (var item in Vendor.Array(Name, page.Body)) yield return Repository(item);
            next = page.NextLink();
        }
    }

    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (repoId.Length is 0 or > 18 || !repoId.All(char.IsAsciiDigit)) return null;
        var answer = await SendAsync(HttpMethod.Get, access, $"projects/{repoId}", ct, expected: HttpStatusCode.NotFound);
        var permissions = answer.Body.At("permissions");
        return answer.Status is HttpStatusCode.OK && (IsMaintainer(permissions.At("project_access")) || IsMaintainer(permissions.At("group_access"))) ? Repository(answer.Body) : null;
    }

    public async Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        var body = new { url = hook.Url, token = hook.Secret, push_events = true, tag_push_events = true, enable_ssl_verification = true };
        var known = await FindHookAsync(access, repoId, hook, ct);
        var answer = known is null
            ? await SendAsync(HttpMethod.Post, access, $"projects/{repoId}/hooks", ct, body)
            : await SendAsync(HttpMethod.Put, access, $"projects/{repoId}/hooks/{known}", ct, body);
        return answer.Body.Id("id") ?? throw Vendor.Malformed(Name);
    }

    public async Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        if ((hook.RemoteId ?? await FindHookAsync(access, repoId, hook, ct)) is { } id)
            await SendAsync(HttpMethod.Delete, access, $"projects/{repoId}/hooks/{Uri.EscapeDataString(id)}", ct, expected: HttpStatusCode.NotFound);
    }

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(new("oauth2", access.Token));

    /// <summary>GitLab sends the secret itself.</summary>
    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) =>
        ValueTask.FromResult(Signatures.AreEqual(secret, delivery.Headers["X-Gitlab-Token"]));

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = body.Text("object_kind") ?? throw new FormatException("The body has no object_kind.");
        var (branches, tags) = GitRefs.Split([body.Text("ref")]);
        // The newer header stays the same when a delivery is tried again; older servers have the other one.
        string? delivered = delivery.Headers["Idempotency-Key"];
        return ValueTask.FromResult(new HookReading(type, body.Id("project_id") ?? body.At("project").Id("id"), branches, tags, IsPing: false, delivered ?? delivery.Headers["X-Gitlab-Event-UUID"]));
    }

    private async Task<string?> FindHookAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        string? next = $"projects/{repoId}/hooks?per_page={PageSize}";
        while (next is not null)
        {
            var page = await SendAsync(HttpMethod.Get, access, next, ct, expected: HttpStatusCode.NotFound);
            foreach (var item in page.Body.Items())
                if (item.Text("url") == hook.Url) return item.Id("id");
            next = page.NextLink();
        }
        return null;
    }

    private Task<ApiAnswer> SendAsync(HttpMethod method, SourceAccess access, string address, CancellationToken ct, object? body = null, params HttpStatusCode[] expected) =>
        _api.SendAsync(method, address, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token), body, expected, ct);

    private static bool IsMaintainer(JsonElement access) => access.At("access_level") is { ValueKind: JsonValueKind.Number } level && level.TryGetInt32(out var value) && value >= Maintainer;

    private static RemoteRepository Repository(JsonElement item) => new(
        Name, item.Id("id") ?? throw Vendor.Malformed(Name), item.Text("path_with_namespace") ?? throw Vendor.Malformed(Name), item.Text("web_url"),
        item.Text("http_url_to_repo") ?? throw Vendor.Malformed(Name), item.Text("default_branch"), item.Text("visibility") is not "public",
        Vendor.Extra(item, "description", "archived", "topics", "last_activity_at"));
}
