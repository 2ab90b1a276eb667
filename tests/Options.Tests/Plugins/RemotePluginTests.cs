using System.Net;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>Plugins that run elsewhere.</summary>
public sealed class RemotePluginTests : IAsyncLifetime
{
    private const string Key = "a key of some length for signing";
    private RemoteServer _remote = null!;
    private GreeterHost _host = null!;

    public async Task InitializeAsync()
    {
        _remote = await RemoteServer.StartAsync(Key);
        _host = await GreeterHost.StartAsync(("Egress:AllowedNetworks:0", "127.0.0.0/8"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _remote.DisposeAsync();
    }

    [Fact]
    public async Task It_is_called_like_one_that_runs_here_with_signed_requests()
    {
        await _host.SetAsync("Key", Key);
        await _host.RunAsync(Package());

        var done = await ActAsync("greet", new { name = "you" });
        var refused = await ActAsync("refuse", null);
        var test = await _host.Modules.Services.GetRequiredService<PluginCalls>().TestAsync(Organization.DefaultId, "greeter", Call(), default);

        Assert.Equal("""{"echoed":{"name":"you"}}""", done.Value!.Value.GetRawText());
        Assert.Equal((PluginCallStatus.Refused, "Not today."), (refused.Status, refused.Message));
        Assert.Equal(new ConfigurationTestResult(true, "Fine."), test.Value);
        Assert.Equal(["health", "action", "action", "test"], _remote.Requests.Select(r => r.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task It_gets_the_options_of_the_scope_and_none_of_the_secrets()
    {
        await _host.SetAsync("Key", Key);
        await _host.RunAsync(Package());
        var project = await _host.ProjectAsync();
        var client = await _host.ClientAsync("*");

        var answer = await client.GetAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}/a/b");

        Assert.Equal((HttpStatusCode.Created, "remote a/b"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        var request = _remote.Requests.Last();
        Assert.Equal("""{"Greeting":"Hello","enabled":true}""", request.GetProperty("options").GetRawText());
        Assert.Equal("tester", request.GetProperty("caller").GetProperty("name").GetString());
        Assert.DoesNotContain(Key, request.GetRawText());
    }

    [Fact]
    [Trait("Line", "G57")]
    public async Task Its_hooks_rewrite_values()
    {
        await _host.SetAsync("Key", Key);
        await _host.RunAsync(Package());

        await _host.SetAsync("Greeting", "good day");

        Assert.Equal("GOOD DAY", await _host.ShownAsync("Greeting"));
        await _host.Modules.RunAsync("setOption", new { input = new { pluginId = "greeter", key = "Greeting", value = "good night", dryRun = true } });
        Assert.Equal(["\"good day\" False", "\"good night\" True"], _remote.Requests.Where(r => r.GetProperty("type").GetString() == "beforeUpdate").Select(r => $"{r.GetProperty("value").GetRawText()} {r.GetProperty("isRehearsal").GetBoolean()}"));
        Assert.Equal("GOOD DAY", await _host.ShownAsync("Greeting"));
    }

    [Fact]
    public async Task Without_a_key_it_does_not_start_and_says_what_to_set()
    {
        var refusal = await Assert.ThrowsAsync<PluginLoadFailedException>(() => _host.RunAsync(Package()));

        Assert.Equal("SIGNING_KEY_MISSING", refusal.Cause);
        Assert.Empty(_remote.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_accept_the_signature_is_not_healthy()
    {
        await _host.SetAsync("Key", "another key of some length");

        var refusal = await Assert.ThrowsAsync<PluginLoadFailedException>(() => _host.RunAsync(Package()));

        Assert.Equal(("START_FAILED", "It failed while it started (HttpRequestException); the host's log says more under its name."), (refusal.Cause, refusal.Reason));
    }

    [Fact]
    public async Task An_address_that_the_egress_rules_forbid_is_not_called()
    {
        await using var strict = await GreeterHost.StartAsync();
        await strict.SetAsync("Key", Key);

        var refusal = await Assert.ThrowsAsync<PluginLoadFailedException>(() => strict.RunAsync(Package()));

        Assert.Equal(("START_FAILED", "It failed while it started (HttpRequestException); the host's log says more under its name."), (refusal.Cause, refusal.Reason));
        Assert.Empty(_remote.Requests);
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task Files_of_repositories_are_posted_to_it_as_text_that_JSON_can_hold()
    {
        await _host.SetAsync("Key", Key);
        await _host.RunAsync(Package());
        var calls = _host.Modules.Services.GetRequiredService<PluginCalls>();
        var repository = new ServedRepository(Guid.Parse("0193a000-0000-7000-8000-000000000001"), "github", "ada/site", "site");
        RepositoryFile[] files = [new("a.txt", RepositoryFileChange.Added, 3, new byte[] { 0, 255, 65 }), new("b.txt", RepositoryFileChange.Removed, 0, null)];

        var given = await calls.GiveFilesAsync(Organization.DefaultId, "greeter", "collector", new RepositoryBatch(repository, RepositoryBatchKind.Changes, "main", "c1", "c2", 1, true, files), default);
        var released = await calls.ReleaseRepositoryAsync(Organization.DefaultId, "greeter", "collector", repository, default);
        var unknown = await calls.ReleaseRepositoryAsync(Organization.DefaultId, "greeter", "nothing", repository, default);

        Assert.Equal((PluginCallStatus.Done, PluginCallStatus.Done, PluginCallStatus.NotOffered), (given.Status, released.Status, unknown.Status));
        Assert.Equal(["collector"], calls.Find(Organization.DefaultId, "greeter")!.RepositoryServices.Select(s => s.Name));
        var (first, last) = (_remote.Requests.ElementAt(1), _remote.Requests.ElementAt(2));
        Assert.Equal(
            """{"repositoryId":"0193a000-0000-7000-8000-000000000001","provider":"github","repoId":"ada/site","name":"site"}""", first.GetProperty("repository").GetRawText());
        Assert.Equal(
            ("repositoryFiles", "collector", "changes", "main", "c1", "c2", 1, true),
            (first.GetProperty("type").GetString(), first.GetProperty("service").GetString(), first.GetProperty("kind").GetString(), first.GetProperty("branch").GetString(), first.GetProperty("fromCommit").GetString(),
                first.GetProperty("toCommit").GetString(), first.GetProperty("number").GetInt32(), first.GetProperty("isLast").GetBoolean()));
        Assert.Equal(
            """[{"path":"a.txt","change":"added","bytes":3,"content":"AP9B"},{"path":"b.txt","change":"removed","bytes":0,"content":null}]""", first.GetProperty("files").GetRawText());
        Assert.Equal(("repositoryReleased", "collector"), (last.GetProperty("type").GetString(), last.GetProperty("service").GetString()));
    }

    private SamplePackage Package() => new("greeter", "1.0.0")
    {
        Remote = new
        {
            url = _remote.Url, signingOption = "Key", views = new[] { "project" }, actions = new[] { "greet", "refuse" }, test = true,
            options = new Dictionary<string, string[]> { ["Greeting"] = ["beforeUpdate"] },
            repositoryServices = new Dictionary<string, object> { ["collector"] = new { displayName = "Collector", worksWithSources = new[] { "github" } } },
        },
    };

    private Task<PluginOutcome<JsonElement?>> ActAsync(string action, object? payload) => _host.Modules.Services.GetRequiredService<PluginCalls>()
        .ActAsync(Organization.DefaultId, "greeter", action, Call(), payload is null ? null : JsonSerializer.SerializeToElement(payload), default);

    private static PluginCall Call() => new(new PluginCaller("tester", null), new PluginScope(), OptionValues.None);
}
