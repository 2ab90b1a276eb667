using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Tests.Sync;

namespace GraphQLPlugins.Sources.Tests.Publishing;

public sealed class PublishTagsTests : IAsyncLifetime
{
    private const string Repo = "ada/repo-0000";
    private SyncHost _sync = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _sync = await SyncHost.StartAsync(null, null, 1, ("Catalog:CheckImages", "false"));
        await RegisterAsync("greeter");
        await _sync.Git.CommitAsync(Repo, "main", ("plugin.json", """{"id":"greeter","version":"1.0.0","dependencies":["polite"]}"""), ("web/package.json", """{"name":"unknown","version":"7.0.0"}"""));
        await _sync.Git.TagAsync(Repo, "v1.0.0");
        _id = await _sync.ActivateAsync();
        await _sync.RunAsync();
    }

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    public async Task Manifests_are_found_at_any_branch_tag_or_commit()
    {
        var commit = await _sync.Git.CommitAsync(Repo, "main", ("src/Tool/Tool.csproj", "<Project><PropertyGroup><Version>2.0.0</Version></PropertyGroup></Project>"), ("broken/plugin.json", "[]"));
        await _sync.Host.MutateAsync("syncRepositoryNow", new { id = _id });
        await _sync.RunAsync();

        Assert.Equal(["plugin.json PLUGIN greeter 1.0.0 True ", "web/package.json NPM unknown 7.0.0 False "], await DiscoveredAsync("v1.0.0"));
        string[] now =
        [
            "broken/plugin.json PLUGIN   False It cannot be used: its plugin.json is no object.", "plugin.json PLUGIN greeter 1.0.0 True ", "src/Tool/Tool.csproj PROJECT Tool 2.0.0 False ",
            "web/package.json NPM unknown 7.0.0 False ",
        ];
        Assert.Equal(now, await DiscoveredAsync(null));
        Assert.Equal(now, await DiscoveredAsync(commit));
        var unknown = await _sync.Host.RunAsync("discoveredPlugins", new { repositoryId = _id, @ref = "nothing" });
        Assert.Equal("GIT_REFERENCE_NOT_FOUND", unknown.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        await _sync.Host.MutateAsync("configureRepository", new { id = _id, config = new { excludeFiles = new[] { "broken/**", "src/**" } } });
        Assert.Equal(2, (await DiscoveredAsync(null)).Count);
    }

    [Fact]
    public async Task A_new_tag_becomes_a_version_in_the_catalog_once_and_old_tags_do_not()
    {
        await ConfigureAsync("v*");
        await TagAsync("v1.1.0", """{"id":"greeter","version":"1.1.0","dependencies":["polite"]}""");
        await _sync.Git.TagAsync(Repo, "nightly");
        await PushedAsync("refs/tags/v1.1.0");

        Assert.Equal(["1.1.0"], await VersionsAsync("greeter"));
        Assert.Equal(["v1.1.0 plugin.json greeter 1.1.0 PUBLISHED  "], await PublicationsAsync());
        var job = (await _sync.JobsAsync("sources.publish"))[^1];
        Assert.Equal(("""{"published":1,"alreadyThere":0,"refused":0}""", "tester"), (job.GetProperty("result").GetRawText(), job.GetProperty("requestedBy").GetString()));
        var dependencies = await _sync.Host.QueryAsync("""{ pluginDependencies(pluginId: "greeter", version: "1.1.0") { pluginId } }""");
        Assert.Equal("polite", dependencies.GetProperty("data").GetProperty("pluginDependencies")[0].GetProperty("pluginId").GetString());
        var audit = await _sync.Host.QueryAsync("""{ auditLog(first: 10, where: { action: { eq: "publishPluginVersion" } }) { nodes { actor target } } }""");
        Assert.Equal("greeter@1.1.0", audit.GetProperty("data").GetProperty("auditLog").GetProperty("nodes")[0].GetProperty("target").GetString());

        await PushedAsync("refs/tags/v1.1.0");
        Assert.Equal(["1.1.0"], await VersionsAsync("greeter"));
        Assert.Single(await _sync.JobsAsync("sources.publish"));
    }

    [Fact]
    public async Task A_tag_that_moves_to_what_is_published_already_publishes_nothing()
    {
        await ConfigureAsync("v*");
        await TagAsync("v1.1.0", """{"id":"greeter","version":"1.1.0"}""");
        await PushedAsync("refs/tags/v1.1.0");
        await _sync.Git.CommitAsync(Repo, "main", ("more.txt", "x"));
        await _sync.Git.TagAsync(Repo, "v1.1.0");
        await PushedAsync("refs/tags/v1.1.0");

        Assert.Equal(["1.1.0"], await VersionsAsync("greeter"));
        Assert.Equal(["v1.1.0 plugin.json greeter 1.1.0 ALREADY_THERE  "], await PublicationsAsync());
    }

    [Fact]
    public async Task The_manifest_s_version_counts_before_the_tag_s_and_a_difference_is_a_warning()
    {
        await ConfigureAsync("v*");
        await TagAsync("v2.0.0", """{"id":"greeter","version":"1.9.0"}""");
        await TagAsync("v3.0.0", """{"id":"greeter"}""");
        await TagAsync("vanilla", """{"id":"greeter"}""");
        await PushedAsync("refs/tags/v2.0.0");

        Assert.Equal(["1.9.0", "3.0.0"], (await VersionsAsync("greeter")).Order(StringComparer.Ordinal));
        Assert.Equal(
        [
            "v2.0.0 plugin.json greeter 1.9.0 PUBLISHED  plugin.json names the version 1.9.0, the tag 2.0.0; the manifest's was taken.",
            "v3.0.0 plugin.json greeter 3.0.0 PUBLISHED  ",
            "vanilla plugin.json greeter  REFUSED VERSION_MISSING ",
        ], (await PublicationsAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_refused_is_tried_again_when_somebody_has_the_repository_synced()
    {
        await ConfigureAsync("v*");
        var (here, elsewhere) = (_sync.Host.Caller, Guid.NewGuid());
        var organizationId = (await _sync.Host.QueryAsync("{ viewer { organization { id } } }")).GetProperty("data").GetProperty("viewer").GetProperty("organization").GetProperty("id").GetString();
        _sync.Host.Caller = ModuleHost.Identity("*", elsewhere);
        await RegisterAsync("other");
        _sync.Host.Caller = here;
        await TagAsync("v1.1.0", """{"id":"other","version":"1.1.0"}""");
        await PushedAsync("refs/tags/v1.1.0");
        Assert.Equal(["v1.1.0 plugin.json other 1.1.0 REFUSED PLUGIN_NOT_OWNED "], await PublicationsAsync());
        _sync.Host.Caller = ModuleHost.Identity("*", elsewhere);
        Assert.Null((await _sync.Host.MutateAsync("transferPlugin", new { pluginId = "other", organizationId })).Code());
        _sync.Host.Caller = here;
        await PushedAsync("refs/tags/v1.1.0");
        Assert.Single(await _sync.JobsAsync("sources.publish"));

        await _sync.Host.MutateAsync("syncRepositoryNow", new { id = _id });
        await _sync.RunAsync();

        Assert.Equal(["v1.1.0 plugin.json other 1.1.0 PUBLISHED  "], await PublicationsAsync());
    }

    [Fact]
    public async Task It_is_done_with_the_rights_of_whoever_configured_it()
    {
        var owner = Guid.NewGuid();
        _sync.Host.Caller = ModuleHost.Identity("sources:read sources:write catalog:read", principalId: owner);
        var id = await _sync.ActivateAsync();
        var refused = await _sync.Host.MutateAsync("configureRepository", new { id, config = new { publishOnTag = new[] { "v*" } } });
        Assert.Equal("FORBIDDEN", refused.Code());
        Assert.Empty((await _sync.RecordAsync(id)).GetProperty("config").GetProperty("publishOnTag").EnumerateArray());

        // Another organization's entry is not theirs to publish, whatever they hold.
        _sync.Host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid(), principalId: owner);
        var elsewhere = await _sync.ActivateAsync();
        await _sync.RunAsync();
        await _sync.Host.MutateAsync("configureRepository", new { id = elsewhere, config = new { publishOnTag = new[] { "v*" } } });
        await TagAsync("v5.0.0", """{"id":"greeter","version":"5.0.0"}""");
        await _sync.Host.MutateAsync("syncRepositoryNow", new { id = elsewhere });
        await _sync.RunAsync();

        var publication = Assert.Single((await _sync.RecordAsync(elsewhere)).GetProperty("publications").EnumerateArray());
        Assert.Equal(("REFUSED", "PLUGIN_NOT_OWNED"), (publication.GetProperty("status").GetString(), publication.GetProperty("errorCode").GetString()));
        var published = await _sync.Host.QueryAsync("""{ auditLog(first: 10, where: { action: { eq: "publishPluginVersion" } }) { totalCount } }""");
        Assert.Equal(0, published.GetProperty("data").GetProperty("auditLog").GetProperty("totalCount").GetInt32());
    }

    private async Task RegisterAsync(string pluginId)
    {
        var payload = await _sync.Host.MutateAsync("registerPlugin", new { pluginId, name = pluginId, resourceType = "test.Plugin", image = $"acme/{pluginId}", registryType = "DOCKER_HUB" });
        Assert.Null(payload.Code());
    }

    private async Task ConfigureAsync(string pattern) => Assert.Null((await _sync.Host.MutateAsync("configureRepository", new { id = _id, config = new { publishOnTag = new[] { pattern } } })).Code());

    private async Task TagAsync(string tag, string manifest)
    {
        await _sync.Git.CommitAsync(Repo, "main", ("plugin.json", manifest));
        await _sync.Git.TagAsync(Repo, tag);
    }

    private async Task PushedAsync(string reference)
    {
        await _sync.PushedAsync(reference: reference);
        await _sync.RunAsync();
    }

    private async Task<List<string>> VersionsAsync(string pluginId)
    {
        var answer = await _sync.Host.QueryAsync("query ($id: String!) { pluginVersions(pluginId: $id, first: 50) { nodes { version } } }", new { id = pluginId });
        return [.. answer.GetProperty("data").GetProperty("pluginVersions").GetProperty("nodes").EnumerateArray().Select(v => v.GetProperty("version").GetString()!)];
    }

    private async Task<List<string>> PublicationsAsync() =>
    [
        .. (await _sync.RecordAsync(_id)).GetProperty("publications").EnumerateArray().Select(p =>
            $"{p.GetProperty("tag").GetString()} {p.GetProperty("path").GetString()} {p.GetProperty("pluginId").GetString()} {p.GetProperty("version").GetString()} {p.GetProperty("status").GetString()} {p.GetProperty("errorCode").GetString()} {p.GetProperty("warning").GetString()}"),
    ];

    private async Task<List<string>> DiscoveredAsync(string? reference)
    {
        var answer = await _sync.Host.RunAsync("discoveredPlugins", new { repositoryId = _id, @ref = reference });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return [.. answer.GetProperty("data").GetProperty("discoveredPlugins").EnumerateArray().Select(p =>
            $"{p.GetProperty("path").GetString()} {p.GetProperty("kind").GetString()} {p.GetProperty("pluginId").GetString()} {p.GetProperty("version").GetString()} {p.GetProperty("known").GetBoolean()} {p.GetProperty("problem").GetString()}")];
    }
}
