using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Tests.Registries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Catalog.Tests.Remotes;

/// <summary>One server's catalog seen from another one, which asks it over HTTP.</summary>
public sealed class RemoteRepositoryTests : IAsyncLifetime
{
    private CatalogHost _far = null!;
    private CatalogHost _near = null!;
    private LoopbackServer _server = null!;
    private string _repository = null!;

    public async Task InitializeAsync()
    {
        _far = await CatalogHost.StartAsync(("Catalog:CheckImages", "false"), ("Catalog:RegistryUrls:DockerHub", "http://127.0.0.1:1"), ("Catalog:RegistryCacheTime", "01:00:00"));
        _server = await LoopbackServer.StartAsync(ServeAsync);
        _near = await CatalogHost.StartAsync(
            ("Egress:AllowedNetworks:0", "127.0.0.0/8"), ("Catalog:RegistryCacheTime", "00:00:00"), ("Catalog:RegistryRetryTime", "00:00:00"), ("Catalog:RemoteTimeout", "00:00:20"), ("Catalog:CheckImages", "false"));
        await RegisterFarAsync("plugin-a", "1.0", "1.1");
        await RegisterFarAsync("plugin-b");
        // A remote repository shows the other server's own entries, not those that it has from elsewhere.
        await _far.Importer.ImportAsync(new MemoryStream("""{"ecosystem":"e","pluginId":"imported","versions":[{"version":"1.0"}]}"""u8.ToArray()), new ImportOptions());
        var registered = await _near.ChangeAsync("registerRepository", new { name = "far", type = "REMOTE", endpoint = $"{_server.Url}/graphql", token = "let-me-in" });
        _repository = registered.GetProperty("repository").GetProperty("repositoryId").GetString()!;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _near.DisposeAsync();
        await _far.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "S28")]
    [Trait("Line", "O8")]
    public async Task A_synchronisation_copies_the_other_servers_local_entries_with_all_that_is_known_of_them()
    {
        await _far.ChangeAsync("deprecatePlugin", new { pluginId = "plugin-b", reason = "Old.", replacedBy = "plugin-a", installDisallowed = true });
        await _far.ChangeAsync("disableCatalogPlugin", new { pluginId = "plugin-b" });
        await _far.ChangeAsync("publishPluginVersion", new
        {
            pluginId = "plugin-a", version = "2.0-beta", minHostVersion = "3", reloadMode = "RESTART", loadPriority = 4,
            artifacts = new[] { new { url = "https://files.example.org/a", sha256 = new string('b', 64) } }, dependencies = new[] { new { pluginId = "plugin-b", range = "^1.2" } },
        });

        var report = await SyncAsync();

        Assert.Equal("""{"pluginsCreated":2,"pluginsUpdated":0,"pluginsUnchanged":0,"pluginsRemoved":0,"versionsCreated":3,"problems":[]}""", report.ToString());
        const string fields = """
            pluginId name description resourceType image registryType registryUrl state labels deprecated capability tags deprecation { reason replacedBy installDisallowed } latestVersion { version }
            versions { nodes { version channel state releasedAt minHostVersion reloadMode loadPriority artifacts { url sha256 } dependencies { pluginId range } } }
            """;
        foreach (var pluginId in new[] { "plugin-a", "plugin-b" })
        {
            var question = $$"""{ plugin(pluginId: "{{pluginId}}") { {{fields}} } }""";
            Assert.Equal((await _far.QueryAsync(question)).ToString(), (await _near.QueryAsync(question)).ToString());
        }
        var plugins = (await _near.RunAsync("plugins")).GetProperty("data").GetProperty("plugins");
        Assert.Equal(["plugin-a", "plugin-b"], plugins.GetProperty("nodes").Texts("pluginId"));
        Assert.Equal("""{"name":"far","type":"REMOTE"}""", plugins.GetProperty("nodes")[0].GetProperty("repository").ToString());
        Assert.Equal(("REPOSITORY_READ_ONLY", "The repository 'far' is read-only."), await _near.RefusedAsync("updatePlugin", new { pluginId = "plugin-a", name = "x" }));
    }

    [Fact]
    public async Task A_second_synchronisation_takes_what_changed_and_drops_what_is_gone()
    {
        await SyncAsync();
        await _far.ChangeAsync("updatePlugin", new { pluginId = "plugin-a", name = "Renamed" });
        await _far.ChangeAsync("deregisterPlugin", new { pluginId = "plugin-b" });
        await RegisterFarAsync("plugin-c", "1.0");

        Assert.Equal("""{"pluginsCreated":1,"pluginsUpdated":1,"pluginsUnchanged":0,"pluginsRemoved":1,"versionsCreated":1,"problems":[]}""", (await SyncAsync(dryRun: true)).ToString());
        Assert.Equal(["plugin-a", "plugin-b"], await PluginsAsync());
        await SyncAsync();

        Assert.Equal(["plugin-a", "plugin-c"], await PluginsAsync());
        Assert.Equal("Renamed", (await _near.RunAsync("plugin", new { pluginId = "plugin-a", versions = 1 })).GetProperty("data").GetProperty("plugin").GetProperty("name").GetString());
        Assert.Equal("""{"pluginsCreated":0,"pluginsUpdated":0,"pluginsUnchanged":2,"pluginsRemoved":0,"versionsCreated":0,"problems":[]}""", (await SyncAsync()).ToString());
    }

    [Fact]
    public async Task Entries_and_versions_on_many_pages_are_copied()
    {
        for (var i = 0; i < 25; i++)
            await RegisterFarAsync($"many-{i:D2}");
        await _far.Database.ScalarAsync("""
            INSERT INTO catalog.versions (id, version, channel, state, reload_mode, load_priority, plugin_key, sort_key, is_tag, artifacts)
            SELECT gen_random_uuid(), '5.' || i, 'Stable', 'Active', 'Reload', 0, p.id, '4A5' || lpad(i::text, 4, '0'), false, '[]' FROM catalog.plugins p, generate_series(1, 250) i WHERE p.plugin_id = 'plugin-a' RETURNING 1
            """);

        var report = await SyncAsync();

        Assert.Equal((27, 252), (report.GetProperty("pluginsCreated").GetInt32(), report.GetProperty("versionsCreated").GetInt32()));
        Assert.Equal(252, (await _near.RunAsync("pluginVersions", new { pluginId = "plugin-a" })).GetProperty("data").GetProperty("pluginVersions").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    [Trait("Line", "S21")]
    [Trait("Line", "S26")]
    [Trait("Line", "O16")]
    public async Task A_server_that_is_away_is_told_apart_from_a_plugin_that_is_not_there()
    {
        await SyncAsync();
        Assert.Equal("""{"data":{"plugin":null}}""", (await PluginAsync("none")).ToString());
        var answering = _server.Answer;
        _server.Answer = Failing(503);

        // Not known here: it may be there, so this is an error.
        var unknown = await PluginAsync("unknown");
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("data").GetProperty("plugin").ValueKind);
        Assert.Equal(("UPSTREAM_UNAVAILABLE", "The repository 'far' is not available: it answered with HTTP 503."),
            (unknown.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString(), unknown.GetProperty("errors")[0].GetProperty("message").GetString()));

        // Lists show what was copied, and say so.
        var list = await _near.RunAsync("plugins");
        Assert.Equal(["plugin-a", "plugin-b"], list.GetProperty("data").GetProperty("plugins").GetProperty("nodes").Texts("pluginId"));
        var warning = list.GetProperty("extensions").GetProperty("warnings")[0];
        Assert.Equal(("UPSTREAM_UNAVAILABLE", _repository), (warning.GetProperty("code").GetString(), warning.GetProperty("subject").GetString()));
        Assert.StartsWith("The repository 'far' is not available: it answered with HTTP 503. Its entries are shown as they were on ", warning.GetProperty("message").GetString());
        var versions = await _near.RunAsync("pluginVersions", new { pluginId = "plugin-a" });
        Assert.Equal(["1.1", "1.0"], versions.GetProperty("data").GetProperty("pluginVersions").GetProperty("nodes").Texts("version"));
        Assert.Equal("UPSTREAM_UNAVAILABLE", versions.GetProperty("extensions").GetProperty("warnings")[0].GetProperty("code").GetString());

        var down = await StatusAsync();
        Assert.Equal(("DOWN", true, "The repository 'far' is not available: it answered with HTTP 503."), (down.GetProperty("reach").GetString(), down.GetProperty("stale").GetBoolean(), down.GetProperty("lastError").GetString()));
        Assert.NotEqual(JsonValueKind.Null, down.GetProperty("lastSuccessAt").ValueKind);

        // It comes back.
        _server.Answer = answering;
        Assert.Equal("""{"data":{"plugin":null}}""", (await PluginAsync("unknown")).ToString());
        var up = await StatusAsync();
        Assert.Equal(("UP", false), (up.GetProperty("reach").GetString(), up.GetProperty("stale").GetBoolean()));
        Assert.False((await _near.RunAsync("plugins")).TryGetProperty("extensions", out _));
    }

    [Fact]
    [Trait("Line", "S21")]
    public async Task An_entry_or_version_that_is_new_over_there_is_found_without_waiting_for_a_synchronisation()
    {
        var asked = await PluginAsync("plugin-a");
        Assert.Equal("far", asked.GetProperty("data").GetProperty("plugin").GetProperty("repository").GetProperty("name").GetString());
        Assert.Equal(["plugin-a"], await PluginsAsync());

        await _far.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "2.0" });
        await _far.ChangeAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "1.0", reason = "x" });

        Assert.Equal(["2.0", "1.1"], (await _near.RunAsync("pluginVersions", new { pluginId = "plugin-a" })).GetProperty("data").GetProperty("pluginVersions").GetProperty("nodes").Texts("version"));
    }

    [Theory]
    [InlineData(401, "", "it refuses the repository's token (HTTP 401)")]
    [InlineData(200, "<html>", "its answer is not that of a server of this kind")]
    [InlineData(200, """{"data":{"something":1}}""", "it has no local repository")]
    [InlineData(200, """{"errors":[{"message":"Internal secret.","extensions":{"code":"AUTH_NOT_AUTHORIZED"}}]}""", "it answered with the error AUTH_NOT_AUTHORIZED")]
    public async Task A_failed_synchronisation_says_why_and_leaves_what_is_there(int status, string body, string reason)
    {
        await SyncAsync();
        _server.Answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

        var error = (await _near.RunAsync("syncRepository", new { input = new { repositoryId = _repository } })).GetProperty("data").GetProperty("syncRepository").GetProperty("errors")[0];

        Assert.Equal(("UPSTREAM_UNAVAILABLE", $"The repository 'far' is not available: {reason}.", true),
            (error.GetProperty("code").GetString(), error.GetProperty("message").GetString(), error.GetProperty("retryable").GetBoolean()));
        Assert.Equal(["plugin-a", "plugin-b"], await PluginsAsync());
        Assert.Equal($"The repository 'far' is not available: {reason}.", await _near.Database.ScalarAsync("SELECT last_sync_error FROM catalog.repositories WHERE name = 'far'"));
    }

    [Fact]
    public async Task The_watch_synchronises_what_was_never_copied_and_notices_servers_that_come_and_go()
    {
        await using var near = await CatalogHost.StartAsync(("Egress:AllowedNetworks:0", "127.0.0.0/8"), ("Catalog:RemoteCheckInterval", "00:00:00.001"));
        await near.ChangeAsync("registerRepository", new { name = "far", type = "REMOTE", endpoint = $"{_server.Url}/graphql" });
        var watch = near.Services.GetServices<IHostedService>().OfType<RepositoryWatch>().Single();

        await watch.CheckAsync(default);
        Assert.Equal(2L, await near.Database.ScalarAsync("SELECT count(*) FROM catalog.plugins"));

        var answering = _server.Answer;
        var events = await near.EventsAsync("onRemoteStatus", null, 2, async () =>
        {
            _server.Answer = Failing(500);
            await watch.CheckAsync(default);
            _server.Answer = answering;
            await watch.CheckAsync(default);
        });
        Assert.Equal([false, true], events.Select(change => change.GetProperty("up").GetBoolean()));
    }

    [Fact]
    [Trait("Line", "S29")]
    public async Task A_remote_repositorys_copy_goes_with_it()
    {
        await SyncAsync();

        await _near.ChangeAsync("deleteRepository", new { repositoryId = _repository });

        Assert.Empty(await PluginsAsync());
        Assert.Equal("""{"data":{"repositoryStatuses":[]}}""", (await _near.RunAsync("repositoryStatuses")).ToString());
        Assert.Equal("""{"data":{"plugin":null}}""", (await PluginAsync("plugin-a")).ToString());
    }

    [Fact]
    public async Task The_token_is_sent_to_the_endpoint()
    {
        var sent = "";
        var answering = _server.Answer;
        _server.Answer = context =>
        {
            sent = context.Request.Headers.Authorization.ToString();
            return answering(context);
        };

        await SyncAsync();

        Assert.Equal("Bearer let-me-in", sent);
    }

    /// <summary>The far server's endpoint: what it is asked goes to its graph.</summary>
    private async Task ServeAsync(HttpContext context)
    {
        var request = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        var answer = await _far.QueryAsync(request.GetProperty("query").GetString()!, request.GetProperty("variables"));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToString());
    }

    private static RequestDelegate Failing(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private async Task RegisterFarAsync(string pluginId, params string[] versions)
    {
        await _far.ChangeAsync("registerPlugin", new { name = $"The {pluginId}", resourceType = "inventory.Collector", image = pluginId, labels = new[] { "x" }, tags = new { description = "What it does." }, capability = new { a = 1 } });
        foreach (var version in versions)
            await _far.ChangeAsync("publishPluginVersion", new { pluginId, version, releasedAt = "2026-01-02T03:04:05Z" });
    }

    private async Task<JsonElement> SyncAsync(bool dryRun = false) => (await _near.ChangeAsync("syncRepository", new { repositoryId = _repository, dryRun })).GetProperty("report");

    private Task<JsonElement> PluginAsync(string pluginId) => _near.RunAsync("plugin", new { pluginId, versions = 1 });

    private async Task<string[]> PluginsAsync() => (await _near.RunAsync("plugins")).GetProperty("data").GetProperty("plugins").GetProperty("nodes").Texts("pluginId");

    private async Task<JsonElement> StatusAsync() => (await _near.RunAsync("repositoryStatuses")).GetProperty("data").GetProperty("repositoryStatuses")[0];
}
