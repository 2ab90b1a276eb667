using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.Gitea;

/// <summary>Gitea, and Forgejo, which speaks the same. https://docs.gitea.com/api, version 1. The id of a repository is its full name.</summary>
internal sealed class GiteaProvider : ISourceProvider
{
    public const string Name = "gitea";

    // The most that servers give unless they are told otherwise.
    private const int PageSize = 50;
    private readonly VendorOptions _options;
    private readonly ProviderApi _api;

    public GiteaProvider(VendorOptions options, EgressGuard egress, TimeProvider clock)
    {
        _options = options;
        // Never called without an address; this one cannot exist (RFC 2606).
        var url = options.Url ?? new Uri("https://gitea.invalid");
        _api = new ProviderApi(Name, options.ApiUrl ?? new Uri(url, "/api/v1/"), egress, clock);
        Authorization = options.HasClient && options.Url is not null
            ? new OAuthEndpoint(new Uri(url, "/login/oauth/authorize"), new Uri(url, "/login/oauth/access_token"), options.ClientId!, options.ClientSecret!,
                options.Scopes ?? "read:user write:repository", SecretInHeader: false)
            : null;
        Info = Vendor.Describe(Name, "Gitea", options, Authorization, "Sources:Gitea", needsUrl: true);
    }

    public SourceProvider Info { get; }

    public OAuthEndpoint? Authorization { get; }

    public SourceAccess? SharedAccess => Vendor.Shared(_options);

    public async Task<string> AccountAsync(SourceAccess access, CancellationToken ct) => (await SendAsync(HttpMethod.Get, access, "user", ct)).Body.Text("login") ?? throw Vendor.Malformed(Name);

    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = $"user/repos?limit={PageSize}";
        while (next is not null)
        {
            var page = await SendAsync(HttpMethod.Get, access, next, ct);
            foreach (var item in Vendor.Array(Name, page.Body))
                if (item.At("permissions").Flag("admin")) yield return Repository(item);
            next = page.NextLink();
        }
    }

    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (!RepoPath.IsValid(repoId, 2)) return null;
        var answer = await SendAsync(HttpMethod.Get, access, $"repos/{repoId}", ct, expected: HttpStatusCode.NotFound);
        return answer.Status is HttpStatusCode.OK && answer.Body.At("permissions").Flag("admin") ? Repository(answer.Body) : null;
    }

    /// <summary>Whether certificates are checked is the server's own setting there, on by default; hooks have none.</summary>
    public async Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        var config = new { url = hook.Url, content_type = "json", secret = hook.Secret };
        var known = await FindHookAsync(access, repoId, hook, ct);
        var answer = known is null
            ? await SendAsync(HttpMethod.Post, access, $"repos/{repoId}/hooks", ct, new { type = "gitea", active = true, events = new[] { "push" }, config })
            : await SendAsync(HttpMethod.Patch, access, $"repos/{repoId}/hooks/{known}", ct, new { active = true, events = new[] { "push" }, config });
        return answer.Body.Id("id") ?? throw Vendor.Malformed(Name);
    }

    public async Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        if ((hook.RemoteId ?? await FindHookAsync(access, repoId, hook, ct)) is { } id)
            await SendAsync(HttpMethod.Delete, access, $"repos/{repoId}/hooks/{Uri.EscapeDataString(id)}", ct, expected: HttpStatusCode.NotFound);
    }

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(new(access.UserName ?? "oauth2", access.Token));

    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) =>
        ValueTask.FromResult(Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers["X-Gitea-Signature"], ""));

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = delivery.Headers["X-Gitea-Event"] is [{ Length: > 0 } name] ? name : throw new FormatException("The header X-Gitea-Event is missing.");
        var (branches, tags) = GitRefs.Split([body.Text("ref")]);
        return ValueTask.FromResult(new HookReading(type, body.At("repository").Text("full_name"), branches, tags, IsPing: false, delivery.Headers["X-Gitea-Delivery"]));
    }

    private async Task<string?> FindHookAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        string? next = $"repos/{repoId}/hooks?limit={PageSize}";
        while (next is not null)
        {
            var page = await SendAsync(HttpMethod.Get, access, next, ct, expected: HttpStatusCode.NotFound);
            foreach (var item in page.Body.Items())
                if (item.At("config").Text("url") == hook.Url) return item.Id("id");
            next = page.NextLink();
        }
        return null;
    }

    private Task<ApiAnswer> SendAsync(HttpMethod method, SourceAccess access, string address, CancellationToken ct, object? body = null, params HttpStatusCode[] expected) =>
        _api.SendAsync(method, address, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token), body, expected, ct);

    private static RemoteRepository Repository(JsonElement item) => new(
        Name, item.Text("full_name") ?? throw Vendor.Malformed(Name), item.Text("full_name")!, item.Text("html_url"), item.Text("clone_url") ?? throw Vendor.Malformed(Name),
        item.Text("default_branch"), item.Flag("private"), Vendor.Extra(item, "description", "fork", "archived", "language", "updated_at"));
}
