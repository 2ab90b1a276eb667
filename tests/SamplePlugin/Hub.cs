using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.SamplePlugin;

/// <summary>
/// Brings a git host as a source, twice: <c>hub</c>, where users connect accounts of their own, and <c>shared</c>, where all use the token in an option. The option
/// <c>Trouble</c> makes <c>shared</c> behave as no plugin should.
/// </summary>
public sealed class Hub : Plugin
{
    private IPluginContext _context = null!;

    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
        contributions.AddSourceProvider("hub", Source("Hub") with
        {
            Authorization = new SourceAuthorization("login/oauth/authorize", "login/oauth/access_token", "ClientId", "ClientSecret", "repo admin:repo_hook", BaseUrlOption: "Url"),
        });
        contributions.AddSourceProvider("shared", Source("Shared Hub") with
        {
            IconUrl = "https://hub.example.org/icon.png",
            RequiredOptions = ["Url", "Token"],
            Find = async (call, repoId, ct) => call.Options.Text("Trouble") is { } url && url.StartsWith("clone ", StringComparison.Ordinal)
                ? new SourceRepository(repoId, repoId, url["clone ".Length..]) : await FindAsync(call, repoId, ct),
            List = async (call, cursor, ct) => await TroubleAsync(call, ct) ?? await ListAsync(call, cursor, ct),
            Credentials = (call, _, _) => Task.FromResult(new SourceCredentials("hub", Token(call))),
        });
        contributions.AddSourceProvider("polled", new SourceProvider { DisplayName = "Polled Hub", RequiredOptions = ["Url", "Token"], Check = CheckAsync, List = ListAsync, Find = FindAsync });
        contributions.AddSourceProvider("own", Source("Own Hub") with
        {
            Activate = null,
            Deactivate = null,
            RequiredOptions = ["Url", "Token"],
            Hooks = new SourceHooks { Signature = SourceHookSignature.Own, Check = (delivery, secret, _) => Task.FromResult(delivery.Headers.TryGetValue("X-Own", out var given) && given == secret), Read = ReadAsync },
        });
    }

    /// <inheritdoc/>
    public override Task StartAsync(IPluginContext context, CancellationToken cancellationToken)
    {
        _context = context;
        return Task.CompletedTask;
    }

    private SourceProvider Source(string displayName) => new()
    {
        DisplayName = displayName,
        Check = CheckAsync,
        List = ListAsync,
        Find = FindAsync,
        Activate = ActivateAsync,
        Deactivate = DeactivateAsync,
        Hooks = new SourceHooks { Signature = SourceHookSignature.HmacSha256, Header = "X-Hub-Signature-256", Prefix = "sha256=", Read = ReadAsync },
    };

    private async Task<string?> CheckAsync(SourceCall call, CancellationToken ct) => (await SendAsync(HttpMethod.Get, call, "user", null, ct))?.GetProperty("login").GetString();

    private async Task<SourceRepositoryPage> ListAsync(SourceCall call, string? cursor, CancellationToken ct)
    {
        var page = cursor is null ? 1 : int.Parse(cursor);
        var items = await SendAsync(HttpMethod.Get, call, $"user/repos?per_page=100&page={page}", null, ct);
        SourceRepository[] repositories = [.. items!.Value.EnumerateArray().Select(Read)];
        return new SourceRepositoryPage(repositories, repositories.Length == 100 ? $"{page + 1}" : null);
    }

    private async Task<SourceRepository?> FindAsync(SourceCall call, string repoId, CancellationToken ct) =>
        repoId.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } name] && await SendAsync(HttpMethod.Get, call, $"repos/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}", null, ct) is { } item ? Read(item) : null;

    private async Task<string?> ActivateAsync(SourceCall call, string repoId, SourceHookTarget hook, CancellationToken ct)
    {
        if (repoId.EndsWith("/refused", StringComparison.Ordinal)) throw new PluginRefusalException("Hooks are switched off there.");
        if (hook.RemoteId is not null) await DeactivateAsync(call, repoId, hook, ct);
        var made = await SendAsync(HttpMethod.Post, call, $"repos/{repoId}/hooks", new { name = "web", active = true, events = new[] { "push" }, config = new { url = hook.Url, content_type = "json", secret = hook.Secret, insecure_ssl = "0" } }, ct);
        return made!.Value.GetProperty("id").GetRawText();
    }

    private Task DeactivateAsync(SourceCall call, string repoId, SourceHookTarget hook, CancellationToken ct) =>
        hook.RemoteId is { } id ? SendAsync(HttpMethod.Delete, call, $"repos/{repoId}/hooks/{id}", null, ct) : Task.CompletedTask;

    private static Task<SourceHookReading> ReadAsync(SourceHookDelivery delivery, CancellationToken ct)
    {
        var body = JsonDocument.Parse(delivery.Body).RootElement;
        if (!body.TryGetProperty("repository", out var repository)) throw new PluginRefusalException("It names no repository.");
        var name = body.TryGetProperty("ref", out var reference) ? reference.GetString()! : "";
        return Task.FromResult(new SourceHookReading(delivery.Headers.GetValueOrDefault("X-GitHub-Event", "push"), repository.GetProperty("full_name").GetString())
        {
            Branches = name.StartsWith("refs/heads/", StringComparison.Ordinal) ? [name["refs/heads/".Length..]] : [],
            Tags = name.StartsWith("refs/tags/", StringComparison.Ordinal) ? [name["refs/tags/".Length..]] : [],
            DeliveryId = delivery.Headers.GetValueOrDefault("X-GitHub-Delivery"),
        });
    }

    private static async Task<SourceRepositoryPage?> TroubleAsync(SourceCall call, CancellationToken ct)
    {
        switch (call.Options.Text("Trouble"))
        {
            case "throw": throw new InvalidOperationException("password=hunter2");
            case "refuse": throw new PluginRefusalException("Not on Sundays.");
            case "hang":
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                return null;
            case "null": return new SourceRepositoryPage(null!);
            case "many": return new SourceRepositoryPage([.. Enumerable.Range(0, 1001).Select(i => new SourceRepository($"{i}", $"{i}", "https://hub.example.org/x.git"))]);
            case "huge": return new SourceRepositoryPage([.. Enumerable.Range(0, 100).Select(i => new SourceRepository($"{i}", new string('x', 400), new string('x', 2000)))]);
            case "loop": return new SourceRepositoryPage([], "same");
            case "endless": return new SourceRepositoryPage([], Guid.NewGuid().ToString());
            case "script": return new SourceRepositoryPage([new SourceRepository("a", "a", "https://hub.example.org/a.git") { Url = "javascript:alert(1)" }]);
            case "nameless": return new SourceRepositoryPage([new SourceRepository("a", "", "https://hub.example.org/a.git")]);
            default: return null;
        }
    }

    private async Task<JsonElement?> SendAsync(HttpMethod method, SourceCall call, string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(call.Options.Text("Url")!), "/api/v3/" + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(call));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("hub", "1.0"));
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await _context.Http.SendAsync(request, ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.NoContent) return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
    }

    private static SourceRepository Read(JsonElement item) => new(item.GetProperty("full_name").GetString()!, item.GetProperty("full_name").GetString()!, item.GetProperty("clone_url").GetString()!)
    {
        Url = item.GetProperty("html_url").GetString(),
        DefaultBranch = item.GetProperty("default_branch").GetString(),
        IsPrivate = item.GetProperty("private").GetBoolean(),
        Extra = JsonSerializer.SerializeToElement(new { language = item.GetProperty("language").GetString() }),
    };

    private static string? Token(SourceCall call) => call.AccessToken ?? call.Options.Text("Token");
}
