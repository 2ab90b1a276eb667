using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using static GraphQLPlugins.Options.Tests.Projects.ProjectsHost;

namespace GraphQLPlugins.Options.Tests.Projects;

public sealed class ProjectPluginTests : IAsyncLifetime
{
    private ModuleHost _host = null!;
    private string _project = null!;

    public async Task InitializeAsync()
    {
        _host = await ProjectsHost.StartAsync();
        _project = await _host.ProjectAsync("web");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P11")]
    [Trait("Line", "P13")]
    [Trait("Line", "P16")]
    public async Task A_project_may_configure_what_is_installed_and_allowed_by_title()
    {
        await _host.Database.ExecuteAsync("UPDATE catalog.plugins SET state = 'Disabled' WHERE plugin_id = 'gone'");

        var list = await ListAsync(new { projectId = _project });

        Assert.Equal(4, list.GetProperty("totalCount").GetInt32());
        Assert.Equal(["Animals", "Board", "Jira", "core"], list.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("title").GetString()));
        Assert.Equal([false, true, false, true], list.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("enabled").GetBoolean()));
        Assert.Equal([true, true, true, false], list.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("canDisable").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, (await DetailsAsync("gone")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await DetailsAsync("other")).ValueKind);
    }

    [Fact]
    [Trait("Line", "P11")]
    public async Task What_the_catalog_has_disabled_cannot_be_configured_for_a_project()
    {
        await _host.Database.ExecuteAsync("UPDATE catalog.plugins SET state = 'Disabled' WHERE plugin_id = 'board'");

        var error = (await _host.RunAsync("setOption", new { input = new { pluginId = "board", key = "Columns", value = 3, scope = In(_project) } }))
            .GetProperty("data").GetProperty("setOption").GetProperty("errors")[0];

        Assert.Equal("PluginNotFoundError", error.GetProperty("__typename").GetString());
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values"));
    }

    [Fact]
    [Trait("Line", "P12")]
    public async Task A_hidden_plugin_is_shown_once_it_is_enabled()
    {
        Assert.True((await NodeAsync("jira")).GetProperty("hidden").GetBoolean());
        Assert.False((await NodeAsync("zoo")).GetProperty("hidden").GetBoolean());
        Assert.Equal(["jira"], await IdsAsync(new { projectId = _project, hidden = true }));
        Assert.DoesNotContain("jira", await IdsAsync(new { projectId = _project, hidden = false }));

        await _host.SwitchAsync("jira", true, In(_project));

        Assert.False((await NodeAsync("jira")).GetProperty("hidden").GetBoolean());
        Assert.Empty(await IdsAsync(new { projectId = _project, hidden = true }));
        Assert.Contains("jira", await IdsAsync(new { projectId = _project, hidden = false }));
    }

    [Fact]
    [Trait("Line", "P12")]
    public async Task Which_plugins_are_hidden_is_a_setting()
    {
        await using var host = await ProjectsHost.StartAsync(("Options:HiddenPlugins", "Zoo"));
        var project = await host.ProjectAsync("web");

        var nodes = (await host.RunAsync("projectPlugins", new { projectId = project })).GetProperty("data").GetProperty("projectPlugins").GetProperty("nodes").EnumerateArray().ToList();

        Assert.Equal(["zoo"], nodes.Where(n => n.GetProperty("hidden").GetBoolean()).Select(n => n.GetProperty("pluginId").GetString()));
    }

    [Fact]
    [Trait("Line", "P16")]
    public async Task The_enabled_ones_are_those_whose_field_says_so()
    {
        var inner = await _host.ProjectAsync("api", _project);
        await _host.SwitchAsync("zoo", true, new { kind = "ORGANIZATION" });
        await _host.SwitchAsync("board", false, In(_project));
        await _host.SwitchAsync("jira", true, In(_project));
        await _host.SwitchAsync("jira", false, In(inner));

        Assert.Equal(["zoo", "jira", "core"], await IdsAsync(new { projectId = _project, enabled = true }));
        Assert.Equal(["board", "gone"], await IdsAsync(new { projectId = _project, enabled = false }));
        Assert.Equal(["zoo", "core"], await IdsAsync(new { projectId = inner, enabled = true }));
        var all = (await ListAsync(new { projectId = inner })).GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(["zoo", "core"], all.Where(n => n.GetProperty("enabled").GetBoolean()).Select(n => n.GetProperty("pluginId").GetString()));
    }

    [Fact]
    [Trait("Line", "P13")]
    public async Task Pages_follow_each_other_and_words_narrow_them()
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await ListAsync(new { projectId = _project, first = 2, after });
            ids.AddRange(page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("pluginId").GetString()!));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
        }
        while (after is not null && ids.Count < 20);

        Assert.Equal(["zoo", "board", "gone", "jira", "core"], ids);
        Assert.Equal(["zoo"], await IdsAsync(new { projectId = _project, search = "ANIM zoo" }));
    }

    [Fact]
    [Trait("Line", "P17")]
    public async Task Details_hold_the_options_as_the_project_sees_them()
    {
        await _host.SetAsync("zoo", "Key", "s3cret-key-of-the-zoo", new { kind = "ORGANIZATION" });
        await _host.SetAsync("zoo", "Limit", 5, In(_project));

        var plugin = await DetailsAsync("zoo");

        Assert.True(plugin.GetProperty("configured").GetBoolean());
        var items = plugin.GetProperty("options").GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("definition").GetProperty("key").GetString()!);
        Assert.Equal(["Key", "Limit", "enabled"], items.Keys);
        Assert.True(items["Key"].GetProperty("isSet").GetBoolean());
        Assert.Equal((5, "PROJECT"), (items["Limit"].GetProperty("effective").GetInt32(), items["Limit"].GetProperty("provenance").GetString()));
        Assert.DoesNotContain("s3cret", plugin.ToString());
    }

    [Fact]
    [Trait("Line", "P26")]
    public async Task A_deprecated_plugin_says_since_when_why_and_what_to_use_instead()
    {
        await _host.Database.ExecuteAsync("UPDATE catalog.plugins SET deprecated_at = '2026-01-02T00:00:00Z', deprecation_reason = 'Its vendor left.', replaced_by = 'board' WHERE plugin_id = 'jira'");

        var node = await NodeAsync("jira");

        Assert.True(node.GetProperty("deprecated").GetBoolean());
        Assert.Equal(("2026-01-02", "Its vendor left.", "board"), (node.GetProperty("deprecatedAt").GetString()![..10], node.GetProperty("deprecationReason").GetString(), node.GetProperty("replacedBy").GetString()));
        Assert.False((await NodeAsync("board")).GetProperty("deprecated").GetBoolean());
    }

    [Fact]
    [Trait("Line", "P16")]
    public async Task The_number_of_statements_does_not_depend_on_the_number_of_plugins()
    {
        await ListAsync(new { projectId = _project, enabled = true, first = 50 });
        var few = await _host.StatementsAsync(() => ListAsync(new { projectId = _project, enabled = true, first = 50 }));
        await _host.Database.ExecuteAsync("""
            INSERT INTO catalog.plugins SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'plugin_id', p.plugin_id || n, 'normalized_id', p.normalized_id || n, 'conf_key', p.conf_key || n, 'name', p.name || n))).*
            FROM catalog.plugins p, generate_series(1, 40) n WHERE p.plugin_id = 'core';
            INSERT INTO catalog.installations SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'name', p.plugin_id, 'normalized_name', p.normalized_id, 'plugin_key', p.id))).*
            FROM catalog.installations i, catalog.plugins p WHERE i.name = 'core' AND p.plugin_id LIKE 'core_%';
            """);
        var many = await _host.StatementsAsync(async () => Assert.Equal(42, (await ListAsync(new { projectId = _project, enabled = true, first = 50 })).GetProperty("nodes").GetArrayLength()));

        Assert.InRange(few.Count, 1, 8);
        Assert.Equal(few.Count, many.Count);
    }

    [Fact]
    [Trait("Line", "P16")]
    public async Task A_project_of_another_organization_is_none()
    {
        _host.Caller = ModuleHost.Identity("*", Guid.NewGuid());

        var answer = await _host.RunAsync("projectPlugins", new { projectId = _project });

        Assert.Equal("There is no such project.", answer.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    private async Task<JsonElement> ListAsync(object variables) => (await _host.RunAsync("projectPlugins", variables)).GetProperty("data").GetProperty("projectPlugins");

    private async Task<IReadOnlyList<string>> IdsAsync(object variables) =>
        [.. (await ListAsync(variables)).GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("pluginId").GetString()!)];

    private async Task<JsonElement> NodeAsync(string pluginId) =>
        (await ListAsync(new { projectId = _project })).GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("pluginId").GetString() == pluginId);

    private async Task<JsonElement> DetailsAsync(string pluginId) =>
        (await _host.RunAsync("projectPlugin", new { projectId = _project, pluginId })).GetProperty("data").GetProperty("projectPlugin");
}
