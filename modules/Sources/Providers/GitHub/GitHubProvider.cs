using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.GitHub;

/// <summary>github.com and GitHub Enterprise Server. https://docs.github.com/en/rest, API version 2022-11-28. The id of a repository is its full name (R14).</summary>
internal sealed class GitHubProvider : ISourceProvider, ICloneAccount
{
    public const string Name = "github";
    private const int PageSize = 100;
    private readonly GitHubOptions _options;
    private readonly ProviderApi _api;

    public GitHubProvider(GitHubOptions options, EgressGuard egress, TimeProvider clock)
    {
        _options = options;
        var url = options.Url ?? new Uri("https://github.com");
        _api = new ProviderApi(Name, options.ApiUrl ?? (options.Url is null ? new Uri("https://api.github.com") : new Uri(url, "/api/v3/")), egress, clock);
        Authorization = options.HasClient
            ? new OAuthEndpoint(new Uri(url, "/login/oauth/authorize"), new Uri(url, "/login/oauth/access_token"), options.ClientId!, options.ClientSecret!,
                options.Scopes ?? "repo admin:repo_hook", SecretInHeader: false)
            : null;
        Info = Vendor.Describe(Name, "GitHub", options, Authorization, "Sources:GitHub");
    }

    public SourceProvider Info { get; }

    public OAuthEndpoint? Authorization { get; }

    public SourceAccess? SharedAccess => Vendor.Shared(_options);

    public async Task<string> AccountAsync(SourceAccess access, CancellationToken ct) =>
        (await GetAsync(access, "user", ct)).Body.Text("login") ?? throw Vendor.Malformed(Name);

    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = $"user/repos?per_page={PageSize}&sort=updated&direction=desc";
        while (next is not null)
        {
            var page = await GetAsync(access, next, ct);
            foreach (var item in Vendor.Array(Name, page.Body))
                if (IsAdministered(item)) yield return Repository(item);
            next = page.NextLink();
        }
    }

    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (!RepoPath.IsValid(repoId, 2)) return null;
        var answer = await SendAsync(HttpMethod.Get, access, $"repos/{repoId}", null, [HttpStatusCode.NotFound], ct);
        return answer.Status is HttpStatusCode.NotFound || !IsAdministered(answer.Body) ? null : Repository(answer.Body);
    }

    public async Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        var config = new { url = hook.Url, content_type = "json", secret = hook.Secret, insecure_ssl = "0" };
        var known = await FindHookAsync(access, repoId, hook, ct);
        var answer = known is null
            ? await SendAsync(HttpMethod.Post, access, $"repos/{repoId}/hooks", new { name = "web", active = true, events = new[] { "push" }, config }, null, ct)
            : await SendAsync(HttpMethod.Patch, access, $"repos/{repoId}/hooks/{known}", new { active = true, events = new[] { "push" }, config }, null, ct);
        return answer.Body.Id("id") ?? throw Vendor.Malformed(Name);
    }

    public async Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        if ((hook.RemoteId ?? await FindHookAsync(access, repoId, hook, ct)) is { } id)
            await SendAsync(HttpMethod.Delete, access, $"repos/{repoId}/hooks/{Uri.EscapeDataString(id)}", null, [HttpStatusCode.NotFound], ct);
    }

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(_options is { Bot: { } bot, BotToken: { } token } ? new(bot, token) : new("x-access-token", access.Token));

    public async Task AdmitAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        // Nobody can be a collaborator of a repository of their own.
        if (_options is not { Bot: { } bot, BotToken: { } token } || repoId.StartsWith(bot + "/", StringComparison.OrdinalIgnoreCase)) return;
        var answer = await SendAsync(HttpMethod.Put, access, $"repos/{repoId}/collaborators/{bot}", new { permission = "pull" }, null, ct);
        // Without an invitation it is one already; an invitation that is gone was accepted meanwhile.
        if (answer.Body.Id("id") is { } invitation) await SendAsync(HttpMethod.Patch, new SourceAccess(token), $"user/repository_invitations/{invitation}", null, [HttpStatusCode.NotFound], ct);
    }

    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) =>
        ValueTask.FromResult(Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers["X-Hub-Signature-256"], "sha256="));

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = delivery.Headers["X-GitHub-Event"] is [{ Length: > 0 } name] ? name : throw new FormatException("The header X-GitHub-Event is missing.");
        var (branches, tags) = GitRefs.Split([body.Text("ref")]);
        return ValueTask.FromResult(new HookReading(type, body.At("repository").Text("full_name"), branches, tags, type == "ping", delivery.Headers["X-GitHub-Delivery"]));
    }

    private async Task<string?> FindHookAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        string? next = $"repos/{repoId}/hooks?per_page={PageSize}";
        while (next is not null)
        {
            var page = await SendAsync(HttpMethod.Get, access, next, null, [HttpStatusCode.NotFound], ct);
            foreach (var item in page.Body.Items())
                if (item.At("config").Text("url") == hook.Url) return item.Id("id");
            next = page.NextLink();
        }
        return null;
    }

    private Task<ApiAnswer> GetAsync(SourceAccess access, string address, CancellationToken ct) => SendAsync(HttpMethod.Get, access, address, null, null, ct);

    private Task<ApiAnswer> SendAsync(HttpMethod method, SourceAccess access, string address, object? body, HttpStatusCode[]? expected, CancellationToken ct) =>
        _api.SendAsync(method, address, request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
            request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        }, body, expected, ct);

    private static bool IsAdministered(JsonElement item) => item.At("permissions").Flag("admin");

    private static RemoteRepository Repository(JsonElement item) => new(
        Name, item.Text("full_name") ?? throw Vendor.Malformed(Name), item.Text("full_name")!, item.Text("html_url"), item.Text("clone_url") ?? throw Vendor.Malformed(Name), item.Text("default_branch"), item.Flag("private"),
        Vendor.Extra(item, "description", "fork", "archived", "language", "updated_at"));
}
