using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using static GraphQLPlugins.Options.Tests.Projects.ProjectsHost;

namespace GraphQLPlugins.Options.Tests.Projects;

public sealed class ConfiguredProjectsTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await ProjectsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P23")]
    public async Task Only_projects_in_which_the_required_field_is_truthy_are_listed_enabled_or_not()
    {
        var (web, api, zero, none) = (await _host.ProjectAsync("web"), await _host.ProjectAsync("api"), await _host.ProjectAsync("zero"), await _host.ProjectAsync("none"));
        var below = await _host.ProjectAsync("below", web);
        await _host.SetAsync("board", "Columns", 3, In(web));
        await _host.SetAsync("board", "Columns", 2, In(api));
        await _host.SetAsync("board", "Columns", 0, In(zero));
        await _host.SwitchAsync("board", false, In(api));
        await _host.SwitchAsync("board", true, In(none));

        var found = Assert.Single(await FindAsync(["board"]));

        Assert.Equal("board", found.GetProperty("pluginId").GetString());
        var projects = found.GetProperty("projects").GetProperty("nodes").EnumerateArray().Select(n => (
            n.GetProperty("project").GetProperty("id").GetString()!, n.GetProperty("enabled").GetBoolean(), n.GetProperty("enablement").GetProperty("reason").GetString()!)).ToList();
        Assert.Equal([(api, false, "SWITCHED_OFF"), (below, true, "ON_BY_DEFAULT"), (web, true, "ON_BY_DEFAULT")], projects);
    }

    [Fact]
    [Trait("Line", "P23")]
    public async Task A_secret_counts_as_set_and_what_is_set_further_out_counts_in_each_project()
    {
        await _host.ProjectAsync("web");
        await _host.ProjectAsync("api");
        Assert.Empty(Names(Assert.Single(await FindAsync(["zoo"]))));

        await _host.SetAsync("zoo", "Key", "s3cret-key-of-the-zoo", new { kind = "ORGANIZATION" });

        Assert.Equal(["api", "web"], Names(Assert.Single(await FindAsync(["zoo"]))));
    }

    [Fact]
    [Trait("Line", "P23")]
    public async Task One_unknown_plugin_is_an_error_for_the_whole_question()
    {
        var answer = await _host.RunAsync("configuredProjects", new { pluginIds = (string[])["board", "nobody"] });

        Assert.Equal("There is no plugin 'nobody'.", answer.GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.False(answer.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    [Trait("Line", "P23")]
    public async Task Without_names_all_installed_plugins_are_meant_by_title() =>
        Assert.Equal(["zoo", "board", "gone", "jira", "core"], (await FindAsync(null)).Select(p => p.GetProperty("pluginId").GetString()));

    [Fact]
    [Trait("Line", "P23")]
    public async Task The_number_of_statements_depends_neither_on_the_number_of_projects_nor_of_plugins()
    {
        var web = await _host.ProjectAsync("web");
        await _host.SetAsync("board", "Columns", 3, In(web));
        await FindAsync(null);
        var one = await _host.StatementsAsync(() => FindAsync(["board"]));
        await _host.Database.ExecuteAsync("""
            INSERT INTO kernel.projects (id, organization_id, name, lineage, created_at)
            SELECT id, organization_id, 'p' || n, '/' || replace(id::text, '-', '') || '/', now()
            FROM (SELECT gen_random_uuid() id, n, organization_id FROM kernel.projects, generate_series(1, 300) n WHERE name = 'web') made;
            """);
        await _host.SetAsync("board", "Columns", 4, new { kind = "ORGANIZATION" });
        var many = await _host.StatementsAsync(async () => Assert.Equal(301, (await FindAsync(["board", "zoo", "core"]))[0].GetProperty("projects").GetProperty("totalCount").GetInt32()));

        Assert.InRange(one.Count, 1, 5);
        Assert.Equal(one.Count, many.Count);
    }

    private async Task<List<JsonElement>> FindAsync(string[]? pluginIds) =>
        [.. (await _host.RunAsync("configuredProjects", new { pluginIds, first = 10 })).GetProperty("data").GetProperty("configuredProjects").EnumerateArray()];

    private static IEnumerable<string> Names(JsonElement plugin) => plugin.GetProperty("projects").GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("project").GetProperty("name").GetString()!);
}
