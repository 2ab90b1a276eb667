using System.Net;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Polling;
using GraphQLPlugins.Sources.Providers.Plugins;
using GraphQLPlugins.Sources.Tests.Sync;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Providers.Plugins;

/// <summary>Sources that running plugins bring.</summary>
public sealed class PluginProviderTests : IAsyncLifetime
{
    private const string Repo = "ada/repo-0000";
    private readonly MovedClock _clock = new();
    private SyncHost _sync = null!;

    public async Task InitializeAsync()
    {
        _sync = await SyncHost.StartAsync(null, _clock, 3, ("Catalog:Runtime:FollowInterval", "01:00:00"), ("Catalog:Runtime:CallTimeout", "00:00:02"), ("Catalog:Runtime:MaxResponseBytes", "100000"));
        await InstallAsync("Hub", "1.0.0");
    }

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    [Trait("Line", "R6")]
    public async Task A_running_plugin_s_sources_are_among_the_others_with_all_that_they_lack()
    {
        var shared = await SourceAsync("forge/shared");
        Assert.Equal(
            ("Shared Hub", "MANUAL", "https://hub.example.org/icon.png", JsonValueKind.Null, "forge:Url forge:Token", false, false),
            (shared.GetProperty("displayName").GetString(), shared.GetProperty("kind").GetString(), shared.GetProperty("iconUrl").GetString(), shared.GetProperty("authEndpoint").ValueKind,
                Words(shared, "requiredConfig"), shared.GetProperty("isConfigured").GetBoolean(), shared.GetProperty("isAuthenticated").GetBoolean()));
        Assert.Equal("LIST_REPOSITORIES REGISTER_HOOKS SEND_HOOKS POLL", Words(shared, "capabilities"));
        Assert.Equal("LIST_REPOSITORIES POLL", Words(await SourceAsync("forge/polled"), "capabilities"));
        Assert.Equal("LIST_REPOSITORIES SEND_HOOKS POLL", Words(await SourceAsync("forge/own"), "capabilities"));
        Assert.Equal("SOURCE_NOT_CONFIGURED", (await _sync.Host.MutateAsync("activateRepository", new { provider = "forge/shared", repoId = Repo })).Code());

        await ConfigureAsync();

        shared = await SourceAsync("forge/shared");
        Assert.Equal((true, true), (shared.GetProperty("isConfigured").GetBoolean(), shared.GetProperty("isAuthenticated").GetBoolean()));
        var hub = await SourceAsync("forge/hub");
        Assert.Equal(
            ("OAUTH", $"{_sync.GitHub.Url}login/oauth/authorize", "forge:ClientId forge:ClientSecret forge:Url", true, false),
            (hub.GetProperty("kind").GetString(), hub.GetProperty("authEndpoint").GetString(), Words(hub, "requiredConfig"), hub.GetProperty("isConfigured").GetBoolean(), hub.GetProperty("isAuthenticated").GetBoolean()));
        Assert.StartsWith("data:image/svg+xml;base64,", hub.GetProperty("iconUrl").GetString(), StringComparison.Ordinal);

        _sync.Host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid());
        Assert.DoesNotContain("forge/shared", await NamesAsync());
    }

    [Fact]
    [Trait("Line", "R5")]
    public async Task Its_repositories_are_listed_page_by_page_and_sorted_by_name()
    {
        await ConfigureAsync();
        _sync.GitHub.Repositories.Clear();
        _sync.GitHub.Fill(250);
        var answer = (await _sync.Host.RunAsync("remoteRepositories", new { provider = "forge/shared", first = 2 })).GetProperty("data").GetProperty("remoteRepositories");

        Assert.Equal(250, answer.GetProperty("totalCount").GetInt32());
        Assert.Equal(["ada/repo-0000", "ada/repo-0001"], answer.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()));
        Assert.Equal("""{"language":"C#"}""", answer.GetProperty("nodes")[0].GetProperty("extra").GetRawText());
        Assert.Equal(3, _sync.GitHub.Requests.Count(r => r == "GET /api/v3/user/repos"));
    }

    [Fact]
    [Trait("Line", "R7")]
    [Trait("Line", "R10")]
    public async Task A_repository_there_is_followed_by_its_hook_and_let_go_again()
    {
        await ConfigureAsync();
        var id = await ActivateAsync("forge/shared");
        var hook = Assert.Single(_sync.GitHub.Hooks);
        Assert.StartsWith("https://plugins.example.org/hooks/sources/forge/shared/", hook.Url, StringComparison.Ordinal);
        await _sync.RunAsync();

        await _sync.Git.CommitAsync(Repo, "main", ("a.txt", "a"));
        await _sync.PushedAsync(Repo);
        Assert.Equal(1, await _sync.RunAsync());
        Assert.Equal(["README.md", "a.txt"], await FilesAsync(id));
        Assert.Equal(("ACTIVE", JsonValueKind.Null), await StateAsync(id));
        Assert.Equal(HttpStatusCode.Unauthorized, await _sync.SendHookAsync(hook.Url, "{}", "push", "sha256=00"));
        Assert.Equal(HttpStatusCode.BadRequest, await _sync.SendHookAsync(hook.Url, """{"zen":1}""", "push", "sha256=" + HookSigning.Hex("""{"zen":1}""", hook.Secret)));

        Assert.Null((await _sync.Host.MutateAsync("deactivateRepository", new { id })).Code());
        Assert.Empty(_sync.GitHub.Hooks);
    }

    [Fact]
    [Trait("Line", "R4")]
    public async Task Users_connect_accounts_of_their_own_and_the_plugin_gets_their_tokens()
    {
        await ConfigureAsync();
        Assert.Equal("SOURCE_NOT_AUTHENTICATED", (await _sync.Host.MutateAsync("activateRepository", new { provider = "forge/hub", repoId = Repo })).Code());
        var begun = await _sync.Host.MutateAsync("startSourceAuth", new { provider = "forge/hub" });
        Assert.StartsWith($"{_sync.GitHub.Url}login/oauth/authorize?response_type=code&client_id=client", begun.GetProperty("authorizationUrl").GetString(), StringComparison.Ordinal);
        var done = await _sync.Host.MutateAsync("completeSourceAuth", new { state = begun.GetProperty("state").GetString(), code = "good-code" });

        Assert.Null(done.Code());
        Assert.Equal(("client", "s3cret"), (_sync.GitHub.LastTokenRequest["client_id"], _sync.GitHub.LastTokenRequest["client_secret"]));
        Assert.True((await SourceAsync("forge/hub")).GetProperty("isAuthenticated").GetBoolean());
        await ActivateAsync("forge/hub");
        Assert.Single(_sync.GitHub.Hooks);
    }

    [Fact]
    [Trait("Line", "R7")]
    public async Task What_the_plugin_refuses_is_told_and_nothing_is_left()
    {
        await ConfigureAsync();
        _sync.GitHub.Repositories.Add(new VendorRepository("ada/refused", "ada/refused"));
        await _sync.Git.FillAsync(["ada/refused"]);

        var refused = await _sync.Host.MutateAsync("activateRepository", new { provider = "forge/shared", repoId = "ada/refused" });
        Assert.Equal(("PROVIDER_CONFLICT", "forge/shared says: Hooks are switched off there."), (refused.Code(), refused.Message()));
        Assert.Equal("REPOSITORY_NOT_OWNED", (await _sync.Host.MutateAsync("activateRepository", new { provider = "forge/shared", repoId = "ada/none" })).Code());
        Assert.Equal("REPOSITORY_NOT_OWNED", (await _sync.Host.MutateAsync("activateRepository", new { provider = "forge/shared", repoId = "../../user" })).Code());
        Assert.Equal((0, 0), await _sync.Host.DbAsync(async db => (await db.Repositories.CountAsync(), await db.Hooks.CountAsync())));
        Assert.Empty(_sync.GitHub.Hooks);
    }

    [Theory]
    [InlineData("throw", "PROVIDER_UNREACHABLE", "forge/shared cannot be asked now: The plugin failed.")]
    [InlineData("refuse", "PROVIDER_CONFLICT", "forge/shared says: Not on Sundays.")]
    [InlineData("hang", "PROVIDER_TIMEOUT", "forge/shared did not answer in time; try again later.")]
    [InlineData("null", "PROVIDER_UNREACHABLE", "forge/shared cannot be asked now: The plugin failed.")]
    [InlineData("many", "PROVIDER_UNREACHABLE", "forge/shared cannot be asked now: The plugin failed.")]
    [InlineData("huge", "PROVIDER_BAD_RESPONSE", "The answer of forge/shared cannot be used: The plugin's answer is larger than allowed.")]
    [InlineData("loop", "PROVIDER_BAD_RESPONSE", "The answer of forge/shared cannot be used: its list has a page that leads to itself, or more than 200 pages")]
    [InlineData("endless", "PROVIDER_BAD_RESPONSE", "The answer of forge/shared cannot be used: its list has a page that leads to itself, or more than 200 pages")]
    [InlineData("script", "PROVIDER_BAD_RESPONSE", "The answer of forge/shared cannot be used: a repository's page is no https or http address")]
    [InlineData("nameless", "PROVIDER_BAD_RESPONSE", "The answer of forge/shared cannot be used: a repository's name has not 1 to 400 characters, or control characters")]
    public async Task One_that_fails_hangs_or_answers_nonsense_harms_nobody_else(string trouble, string code, string message)
    {
        await ConfigureAsync(trouble);

        var errors = (await _sync.Host.RunAsync("remoteRepositories", new { provider = "forge/shared" })).GetProperty("errors");

        Assert.Equal((code, message), (errors[0].GetProperty("extensions").GetProperty("code").GetString(), errors[0].GetProperty("message").GetString()));
        Assert.Equal(3, (await _sync.Host.RunAsync("remoteRepositories", new { provider = "github" })).GetProperty("data").GetProperty("remoteRepositories").GetProperty("totalCount").GetInt32());
        Assert.Contains("forge/shared", await NamesAsync());
    }

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/owned", "PROVIDER_BAD_RESPONSE")]
    [InlineData("file:///etc", "PROVIDER_BAD_RESPONSE")]
    [InlineData("--upload-pack=touch /tmp/owned", "PROVIDER_BAD_RESPONSE")]
    [InlineData("https://ada:secret@git.example.org/x.git", "PROVIDER_BAD_RESPONSE")]
    [InlineData("http://169.254.169.254/latest.git", "URL_NOT_ALLOWED")]
    [Trait("Line", "1F.6")]
    public async Task An_address_that_git_must_not_be_given_is_refused_whoever_names_it(string url, string code)
    {
        await ConfigureAsync("clone " + url);

        Assert.Equal(code, (await _sync.Host.MutateAsync("activateRepository", new { provider = "forge/shared", repoId = Repo })).Code());
        Assert.Equal(0, await _sync.Host.DbAsync(db => db.Repositories.CountAsync()));
        Assert.Empty(_sync.GitHub.Hooks);
    }

    [Fact]
    public async Task Without_the_plugin_its_repositories_wait_for_it_and_are_brought_up_to_date_when_it_is_back()
    {
        await ConfigureAsync();
        var id = await ActivateAsync("forge/shared");
        await _sync.RunAsync();
        var hook = Assert.Single(_sync.GitHub.Hooks);

        await _sync.Host.MutateAsync("disablePlugin", new { name = "forge" });
        Assert.DoesNotContain("forge/shared", await NamesAsync());
        Assert.Equal(("DISABLED", "SOURCE_NOT_AVAILABLE"), await StatusAsync(id));
        await _sync.Git.CommitAsync(Repo, "main", ("a.txt", "a"));
        var body = $$$"""{"ref":"refs/heads/main","repository":{"full_name":"{{{Repo}}}"}}""";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _sync.SendHookAsync(hook.Url, body, "push", "sha256=" + HookSigning.Hex(body, hook.Secret)));
        Assert.Equal("SOURCE_NOT_AVAILABLE", (await _sync.Host.MutateAsync("activateRepository", new { provider = "forge/shared", repoId = "ada/repo-0001" })).Code());
        Assert.Equal("SOURCE_NOT_AVAILABLE", (await _sync.Host.MutateAsync("deactivateRepository", new { id })).Code());
        Assert.Equal("DISABLED", (await StatusAsync(id)).Status);
        Assert.Equal(0, await WatchAsync());

        await _sync.Host.MutateAsync("enablePlugin", new { name = "forge" });
        Assert.Equal("ACTIVE", (await StatusAsync(id)).Status);
        Assert.Equal(1, await _sync.RunAsync());
        Assert.Equal(["README.md", "a.txt"], await FilesAsync(id));
        Assert.Equal(("ACTIVE", JsonValueKind.Null), await StateAsync(id));
    }

    [Fact]
    public async Task Of_a_plugin_that_is_gone_they_can_be_let_go_by_force_and_one_that_lacks_the_source_leaves_them_waiting()
    {
        await ConfigureAsync();
        var id = await ActivateAsync("forge/shared");
        await _sync.RunAsync();
        await InstallAsync("Greeter", "1.1.0");
        Assert.Null((await _sync.Host.MutateAsync("syncRepositoryNow", new { id })).Code());
        await _sync.RunAsync();
        Assert.Equal("SOURCE_NOT_AVAILABLE", (await StatusAsync(id)).Error);

        Assert.Null((await _sync.Host.MutateAsync("uninstallPlugin", new { name = "forge" })).Code());
        Assert.Equal(("DISABLED", "SOURCE_NOT_AVAILABLE"), await StatusAsync(id));
        Assert.Null((await _sync.Host.MutateAsync("deactivateRepository", new { id, force = true })).Code());
        Assert.Equal((0, 0), await _sync.Host.DbAsync(async db => (await db.Repositories.CountAsync(), await db.Hooks.CountAsync())));
    }

    [Fact]
    public async Task A_source_without_hooks_is_asked_for_changes_and_one_with_a_check_of_its_own_is_told_by_its_operator()
    {
        await ConfigureAsync();
        var polled = await ActivateAsync("forge/polled");
        var own = await ActivateAsync("forge/own", "ada/repo-0001");
        await _sync.RunAsync();

        await _sync.Git.CommitAsync(Repo, "main", ("a.txt", "a"));
        _clock.Ahead += TimeSpan.FromMinutes(6);
        Assert.Equal(1, await _sync.Host.Services.GetRequiredService<PollLoop>().RunOnceAsync(default));
        await _sync.RunAsync();
        Assert.Equal(["README.md", "a.txt"], await FilesAsync(polled));

        var rotated = await _sync.Host.MutateAsync("rotateHookSecret", new { id = own });
        var (url, secret) = (rotated.GetProperty("hookUrl").GetString()!, rotated.GetProperty("secret").GetString()!);
        const string Body = """{"ref":"refs/heads/main","repository":{"full_name":"ada/repo-0001"}}""";
        Assert.Equal(HttpStatusCode.Unauthorized, await _sync.SendHookAsync(url, Body, "push", "", ("X-Own", "wrong")));
        Assert.Equal(HttpStatusCode.Accepted, await _sync.SendHookAsync(url, Body, "push", "", ("X-Own", secret)));
        await _sync.Host.Services.GetRequiredService<HookEventLoop>().RunOnceAsync(default);
        Assert.Equal(1, await _sync.RunAsync());
    }

    [Fact]
    public async Task A_remote_plugin_s_source_works_like_one_that_runs_here()
    {
        const string Key = "a key of some length for signing";
        await using var remote = await RemoteServer.StartAsync(Key);
        object Show(VendorRepository r) => new { id = r.Id, name = r.Path, cloneUrl = _sync.GitHub.CloneUrl(r), url = "https://far.example.org/" + r.Path, defaultBranch = "main", isPrivate = false, extra = new { stars = 1 } };
        remote.Answer = request => request.GetProperty("type").GetString() switch
        {
            "sourceRepositories" => new { repositories = _sync.GitHub.Repositories.Select(Show), nextCursor = (string?)null },
            "sourceRepository" => new { repository = _sync.GitHub.Repositories.Find(r => r.Id == request.GetProperty("repoId").GetString()) is { } found ? Show(found) : null },
            "sourceActivate" => new { hookId = "h1" },
            "sourceCredentials" => new { userName = "far", password = "away" },
            "sourceHook" => new { eventType = request.GetProperty("headers").GetProperty("X-GitHub-Event").GetString(), repoId = Repo, branches = new[] { "main" } },
            _ => null,
        };
        await InstallAsync(new SamplePackage("far", "1.0.0")
        {
            Options = new object[] { new { key = "Key", type = "secret" }, new { key = "Where", type = "text", @default = "here" } },
            Remote = new
            {
                url = remote.Url, signingOption = "Key",
                sourceProviders = new Dictionary<string, object>
                {
                    ["hub"] = new { displayName = "Far Hub", requiredOptions = new[] { "Where" }, registersHooks = true, credentials = true, hooks = new { signature = "hmacSha256", header = "X-Hub-Signature-256", prefix = "sha256=" } },
                },
            },
        }, activate: false);
        Assert.Null((await _sync.Host.MutateAsync("setOption", new { pluginId = "far", key = "Key", value = Key })).Code());
        Assert.Null((await _sync.Host.MutateAsync("enablePlugin", new { name = "far" })).Code());

        var listed = (await _sync.Host.RunAsync("remoteRepositories", new { provider = "far/hub", first = 1 })).GetProperty("data").GetProperty("remoteRepositories");
        Assert.Equal((3, "https://far.example.org/ada/repo-0000", """{"stars":1}"""), (listed.GetProperty("totalCount").GetInt32(), listed.GetProperty("nodes")[0].GetProperty("url").GetString(), listed.GetProperty("nodes")[0].GetProperty("extra").GetRawText()));
        var id = await ActivateAsync("far/hub");
        var hook = Asked(remote, "sourceActivate").GetProperty("hook");
        Assert.StartsWith("https://plugins.example.org/hooks/sources/far/hub/", hook.GetProperty("url").GetString(), StringComparison.Ordinal);
        await _sync.RunAsync();
        await _sync.Git.CommitAsync(Repo, "main", ("a.txt", "a"));
        const string Body = """{"any":"thing"}""";
        Assert.Equal(HttpStatusCode.Unauthorized, await _sync.SendHookAsync(hook.GetProperty("url").GetString()!, Body, "push", "sha256=" + HookSigning.Hex(Body, "wrong")));
        Assert.DoesNotContain("sourceHook", remote.Requests.Select(r => r.GetProperty("type").GetString()));
        Assert.Equal(HttpStatusCode.Accepted, await _sync.SendHookAsync(hook.GetProperty("url").GetString()!, Body, "push", "sha256=" + HookSigning.Hex(Body, hook.GetProperty("secret").GetString()!)));
        await _sync.Host.Services.GetRequiredService<HookEventLoop>().RunOnceAsync(default);
        Assert.Equal(1, await _sync.RunAsync());

        Assert.Equal(["README.md", "a.txt"], await FilesAsync(id));
        Assert.Null((await _sync.Host.MutateAsync("deactivateRepository", new { id })).Code());
        Assert.Equal("h1", Asked(remote, "sourceDeactivate").GetProperty("hook").GetProperty("remoteId").GetString());
        Assert.Equal("""{"Where":"here","enabled":false}""", Asked(remote, "sourceRepositories").GetProperty("options").GetRawText());
        Assert.DoesNotContain(Key, string.Concat(remote.Requests.Select(r => r.GetRawText())));
    }

    private static JsonElement Asked(RemoteServer remote, string type) => remote.Requests.First(r => r.GetProperty("type").GetString() == type);

    private async Task ConfigureAsync(string? trouble = null)
    {
        foreach (var (key, value) in new[] { ("Url", _sync.GitHub.Url.AbsoluteUri), ("Token", VendorServer.Token), ("ClientId", "client"), ("ClientSecret", "s3cret"), ("Trouble", trouble) })
            if (value is not null) Assert.Null((await _sync.Host.MutateAsync("setOption", new { pluginId = "forge", key, value })).Code());
    }

    private Task InstallAsync(string @class, string version) => InstallAsync(new SamplePackage("forge", version)
    {
        Class = @class,
        Options = new[]
        {
            new { key = "Url", type = "text" }, new { key = "Token", type = "secret" }, new { key = "ClientId", type = "text" },
            new { key = "ClientSecret", type = "secret" }, new { key = "Trouble", type = "text" },
        },
    });

    private async Task InstallAsync(SamplePackage package, bool activate = true)
    {
        var answer = await _sync.Host.UploadAsync("installPlugin", new Dictionary<string, object?>
        {
            ["activate"] = activate,
            ["source"] = new Dictionary<string, object?> { ["upload"] = new StreamFile($"{package.Id}.{package.Version}.nupkg", () => new MemoryStream(package.Pack())) },
        });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Null(answer.GetProperty("data").GetProperty("installPlugin").Code());
    }

    private Task<string> ActivateAsync(string provider, string repoId = Repo) => _sync.ActivateAsync(repoId, provider: provider);

    private Task<int> WatchAsync() => _sync.Host.Services.GetRequiredService<PluginSourceWatch>().RunOnceAsync(default);

    private async Task<(string Status, string? Error)> StatusAsync(string id)
    {
        var record = await _sync.RecordAsync(id);
        return (record.GetProperty("status").GetString()!, record.GetProperty("lastErrorCode").GetString());
    }

    private async Task<(string, JsonValueKind)> StateAsync(string id)
    {
        var record = await _sync.RecordAsync(id);
        return (record.GetProperty("status").GetString()!, record.GetProperty("lastErrorCode").ValueKind);
    }

    private async Task<List<string>> FilesAsync(string id) =>
        [.. (await _sync.Host.QueryAsync("query($id: ID!) { matchingFiles(repositoryId: $id, first: 10) { nodes { path } } }", new { id })).GetProperty("data").GetProperty("matchingFiles").GetProperty("nodes")
            .EnumerateArray().Select(f => f.GetProperty("path").GetString()!)];

    private async Task<List<string>> NamesAsync() =>
        [.. (await _sync.Host.RunAsync("sourceProviders")).GetProperty("data").GetProperty("sourceProviders").EnumerateArray().Select(s => s.GetProperty("name").GetString()!)];

    private async Task<JsonElement> SourceAsync(string name) =>
        (await _sync.Host.RunAsync("sourceProviders")).GetProperty("data").GetProperty("sourceProviders").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);

    private static string Words(JsonElement item, string name) => string.Join(' ', item.GetProperty(name).EnumerateArray().Select(w => w.GetString()));
}
