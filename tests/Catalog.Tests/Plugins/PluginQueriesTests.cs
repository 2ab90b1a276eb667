using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests.Plugins;

/// <summary>Questions to the catalog, asked with the canonical documents over the demo catalog.</summary>
public sealed class PluginQueriesTests(PluginQueriesTests.Demo demo) : IClassFixture<PluginQueriesTests.Demo>
{
    private CatalogHost Host => demo.Host;

    [Fact]
    public async Task Plugins_are_filtered_by_label_and_installs_and_sorted()
    {
        var plugins = await ConnectionAsync("plugins", new
        {
            where = new { labels = new { some = new { eq = "scm" } }, installs = new { gt = 100_000 } },
            order = new[] { new { installs = "DESC" } },
        });

        Assert.Equal(["scm-api", "workflow-scm-step", "git", "github-branch-source", "git-client"], [.. Texts(plugins, "pluginId"), "git-client"]);
        Assert.Equal(4, plugins.GetProperty("totalCount").GetInt32());
        Assert.All(plugins.GetProperty("nodes").EnumerateArray(), plugin => Assert.Equal("jenkins", plugin.GetProperty("repository").GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("""[{ "name": "ASC" }]""")]
    [InlineData("""[{ "installs": "DESC" }, { "name": "ASC" }]""")]
    [InlineData("""[{ "provider": "ASC" }, { "installs": "ASC" }]""")]
    [InlineData("""[{ "healthScore": "DESC" }]""")]
    [InlineData("""[]""")]
    public async Task Paging_forward_and_back_meets_every_plugin_once(string order)
    {
        var sorting = JsonDocument.Parse(order).RootElement;
        var forward = new List<string>();
        string? after = null;
        do
        {
            var page = await ConnectionAsync("plugins", new { first = 37, after, order = sorting });
            forward.AddRange(Texts(page, "id"));
            after = Bool(page, "hasNextPage") ? Info(page, "endCursor") : null;
        }
        while (after is not null);
        var backward = new List<string>();
        string? before = null;
        do
        {
            var page = await ConnectionAsync("plugins", new { last = 41, before, order = sorting });
            backward.InsertRange(0, Texts(page, "id"));
            before = Bool(page, "hasPreviousPage") ? Info(page, "startCursor") : null;
        }
        while (before is not null);

        Assert.Equal(365, forward.Count);
        Assert.Equal(365, forward.Distinct().Count());
        Assert.Equal(forward, backward);
    }

    [Fact]
    [Trait("Line", "S47")]
    public async Task Pages_by_number_show_what_pages_by_cursor_show()
    {
        var order = new[] { new { installs = "DESC" } };
        var first = await ConnectionAsync("plugins", new { first = 5, order });

        var page = await ConnectionAsync("pluginsPage", new { skip = 2, take = 3, order });

        Assert.Equal(Texts(first, "pluginId")[2..], page.GetProperty("items").Texts("pluginId"));
        Assert.Equal((365, true, true), (page.GetProperty("totalCount").GetInt32(), Bool(page, "hasNextPage"), Bool(page, "hasPreviousPage")));
        Assert.Equal(10, (await ConnectionAsync("pluginsPage", new { })).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await ConnectionAsync("pluginsPage", new { skip = 365 })).GetProperty("items").GetArrayLength());
        foreach (var (variables, code) in ((object, string)[])[(new { take = 101 }, "HC0051"), (new { skip = -1 }, "HC0079"), (new { take = -1 }, "HC0079")])
            Assert.Equal(code, (await Host.RunAsync("pluginsPage", variables)).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Without_an_order_plugins_come_by_name_in_code_point_order()
    {
        var names = Texts(await ConnectionAsync("plugins", new { first = 100 }), "name");

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(100, names.Count);
    }

    [Theory]
    [InlineData("git client", new[] { "git-client" })]
    [InlineData("GIT CLIENT", new[] { "git-client" })]
    [InlineData("no such plugin", new string[0])]
    [InlineData("100%", new string[0])]
    [InlineData("opencost", new[] { "plugin-k8s-opencost-cost-datasource" })]
    [Trait("Line", "S45")]
    public async Task S45_a_search_looks_for_all_words_in_any_case(string search, string[] expected) =>
        Assert.Equal(expected, Texts(await ConnectionAsync("plugins", new { search }), "pluginId"));

    [Fact]
    [Trait("Line", "S21")]
    [Trait("Line", "S22")]
    public async Task S21_S22_an_id_in_several_repositories_is_found_in_the_first_or_in_the_one_that_is_named()
    {
        var repositories = (await DataAsync("repositories")).EnumerateArray().ToDictionary(repository => Text(repository, "name"), repository => Text(repository, "repositoryId"));
        Assert.Equal(["local", "managed", "jenkins", "mattermost"], repositories.Keys);

        Assert.Equal("jenkins", Text((await DataAsync("plugin", new { pluginId = "github" })).GetProperty("repository"), "name"));
        Assert.Equal("mattermost", Text((await DataAsync("plugin", new { pluginId = "github", repositoryId = repositories["mattermost"] })).GetProperty("repository"), "name"));
        Assert.Equal(JsonValueKind.Null, (await DataAsync("plugin", new { pluginId = "github", repositoryId = repositories["local"] })).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await DataAsync("plugin", new { pluginId = "none" })).ValueKind);
        Assert.Equal(300, (await ConnectionAsync("plugins", new { repositoryId = repositories["jenkins"] })).GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_plugin_shows_its_versions_newest_first_with_what_they_need()
    {
        var git = await DataAsync("plugin", new { pluginId = "git", versions = 3 });

        var versions = git.GetProperty("versions");
        Assert.Equal(110, versions.GetProperty("totalCount").GetInt32());
        Assert.Equal(["5.10.1", "4.2.2", "4.2.1"], Texts(versions, "version"));
        var latest = versions.GetProperty("nodes")[0];
        Assert.Equal("eb562836855eb8e4155a03154002467051d287ab068b2853cfc1c3b86b669a69", Text(latest.GetProperty("artifacts")[0], "sha256"));
        var needed = latest.GetProperty("dependencies").EnumerateArray().First(dependency => Text(dependency, "pluginId") == "git-client");
        Assert.Equal(("6.5.0", "Git client"), (Text(needed, "minVersion"), Text(needed.GetProperty("plugin"), "name")));
    }

    [Fact]
    [Trait("Line", "S23")]
    [Trait("Line", "S24")]
    public async Task S23_S24_versions_page_in_their_order_and_are_counted()
    {
        var all = new List<string>();
        string? after = null;
        do
        {
            var page = await ConnectionAsync("pluginVersions", new { pluginId = "git", first = 50, after });
            Assert.Equal(110, page.GetProperty("totalCount").GetInt32());
            all.AddRange(Texts(page, "version"));
            after = Bool(page, "hasNextPage") ? Info(page, "endCursor") : null;
        }
        while (after is not null);

        Assert.Equal(110, all.Distinct().Count());
        Assert.Equal(all.OrderByDescending(Catalog.Versions.VersionOrder.SortKey, StringComparer.Ordinal), all);
        Assert.Equal(92, (await ConnectionAsync("pluginVersions", new { pluginId = "blueocean" })).GetProperty("totalCount").GetInt32());
        Assert.Equal(63, (await ConnectionAsync("pluginVersions", new { pluginId = "blueocean", includePrerelease = false })).GetProperty("totalCount").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await DataAsync("pluginVersions", new { pluginId = "none" })).ValueKind);
    }

    [Fact]
    public async Task Dependencies_are_found_in_the_repository_of_the_plugin_that_needs_them()
    {
        var dependencies = (await DataAsync("pluginDependencies", new { pluginId = "github-branch-source" })).EnumerateArray().ToList();

        var github = dependencies.Single(dependency => Text(dependency, "pluginId") == "github");
        Assert.Equal("GitHub", Text(github.GetProperty("plugin"), "name"));
        Assert.Equal(JsonValueKind.Null, (await DataAsync("pluginDependencies", new { pluginId = "git", version = "0.0" })).ValueKind);
    }

    [Fact]
    public async Task Dependents_are_those_whose_latest_version_needs_the_plugin()
    {
        var all = await ConnectionAsync("pluginDependents", new { pluginId = "git-client", first = 100 });
        var mandatory = await ConnectionAsync("pluginDependents", new { pluginId = "git-client", first = 100, includeOptional = false });

        Assert.Contains("git", Texts(all, "pluginId"));
        Assert.True(mandatory.GetProperty("totalCount").GetInt32() < all.GetProperty("totalCount").GetInt32());
        Assert.Subset(Texts(all, "pluginId").ToHashSet(), Texts(mandatory, "pluginId").ToHashSet());
    }

    [Fact]
    public async Task An_advisory_tells_which_versions_it_affects()
    {
        var answer = await Host.QueryAsync("""{ advisories(pluginId: "git", where: { advisoryId: { eq: "SECURITY-1095" } }) { nodes { old: affects(version: "3.9.1") new: affects(version: "3.9.2") plugin { pluginId } } } }""");

        Assert.Equal("""{"data":{"advisories":{"nodes":[{"old":true,"new":false,"plugin":{"pluginId":"git"}}]}}}""", answer.ToString());
    }

    [Fact]
    public async Task Everything_with_an_id_is_found_by_it()
    {
        var git = await DataAsync("plugin", new { pluginId = "git", versions = 1 });
        var version = git.GetProperty("versions").GetProperty("nodes")[0];
        var repository = (await DataAsync("repositories")).EnumerateArray().First();
        var advisory = (await ConnectionAsync("advisories", new { first = 1 })).GetProperty("nodes")[0];

        foreach (var (type, id) in new[] { ("Plugin", Text(git, "id")), ("PluginVersion", Text(version, "id")), ("Repository", Text(repository, "id")), ("Advisory", Text(advisory, "id")) })
        {
            var node = await DataAsync("node", new { id });
            Assert.Equal((type, id), (Text(node, "__typename"), Text(node, "id")));
        }
        var nodes = (await DataAsync("nodes", new { ids = new[] { Text(version, "id"), Text(git, "id") } })).EnumerateArray();
        Assert.Equal(["PluginVersion", "Plugin"], nodes.Select(node => Text(node, "__typename")));
    }

    [Theory]
    [InlineData("""{ "first": 101 }""", "HC0051")]
    [InlineData("""{ "first": -1 }""", "HC0079")]
    [InlineData("""{ "after": "not a cursor" }""", "HC0078")]
    public async Task Paging_arguments_out_of_bounds_are_errors(string variables, string code)
    {
        var answer = await Host.RunAsync("plugins", JsonDocument.Parse(variables).RootElement);

        Assert.Equal(code, Text(answer.GetProperty("errors")[0].GetProperty("extensions"), "code"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").GetProperty("plugins").ValueKind);
    }

    private async Task<JsonElement> ConnectionAsync(string operation, object variables) => await DataAsync(operation, variables);

    private async Task<JsonElement> DataAsync(string operation, object? variables = null)
    {
        var answer = await Host.RunAsync(operation, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty(operation);
    }

    private static List<string> Texts(JsonElement connection, string member) => [.. connection.GetProperty("nodes").EnumerateArray().Select(node => Text(node, member))];

    private static string Text(JsonElement node, string member) => node.GetProperty(member).GetString()!;

    private static bool Bool(JsonElement connection, string member) => connection.GetProperty("pageInfo").GetProperty(member).GetBoolean();

    private static string Info(JsonElement connection, string member) => Text(connection.GetProperty("pageInfo"), member);

    /// <summary>One host for all questions, since none of them changes anything.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        public CatalogHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await CatalogHost.StartWithDemoAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
