using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests.Plugins;

/// <summary>The operations of the repository plugin API, each through its canonical document.</summary>
public sealed class RepositoryApiTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CatalogHost.StartAsync(("Catalog:CheckImages", "false"), ("Catalog:RegistryUrls:DockerHub", "http://127.0.0.1:1"));
        await _host.ChangeAsync("registerPlugin", new
        {
            name = "JIRA Issue notification", resourceType = "notification.Protocol", image = "pyengine/plugin-jira-noti-protocol", provider = "atlassian", registryType = "DOCKER_HUB", registryConfig = new { },
            capability = new { supported_schema = new[] { "atlassian_jira" } },
            template = new { options = new { schema = new { type = "object", required = Array.Empty<string>(), properties = new { project_id = new { type = "string", title = "Project ID", minLength = 4 } } } } },
            labels = new[] { "jira", "atlassian", "notification" }, tags = new { description = "Atlassian JIRA Issue notification", icon = "https://icon-path/jira-icon.png" }, docs = new { en = "How to use it." },
        });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "S1")]
    [Trait("Line", "S2")]
    [Trait("Line", "S30")]
    public async Task A_plugin_is_registered_shown_listed_counted_switched_and_deregistered()
    {
        var plugin = (await _host.QueryAsync("""
            { plugin(pluginId: "plugin-jira-noti-protocol") { pluginId name image registryUrl state serviceType resourceType provider registryType registryConfig capability template labels tags docs description
              repository { name type } } }
            """)).GetProperty("data").GetProperty("plugin");
        Assert.Equal(
            """
            {"pluginId":"plugin-jira-noti-protocol","name":"JIRA Issue notification","image":"pyengine/plugin-jira-noti-protocol","registryUrl":"http://127.0.0.1:1","state":"ENABLED","serviceType":"notification.Protocol","resourceType":"notification.Protocol","provider":"atlassian","registryType":"DOCKER_HUB","registryConfig":{},
            "capability":{"supported_schema":["atlassian_jira"]},
            "template":{"options":{"schema":{"type":"object","required":[],"properties":{"project_id":{"type":"string","title":"Project ID","minLength":4}}}}},
            "labels":["jira","atlassian","notification"],
            "tags":{"icon":"https://icon-path/jira-icon.png","description":"Atlassian JIRA Issue notification"},"docs":{"en":"How to use it."},"description":"Atlassian JIRA Issue notification","repository":{"name":"local","type":"LOCAL"}}
            """.ReplaceLineEndings("").Replace(" ", ""), plugin.ToString().Replace(" ", ""));
        Assert.Equal("DISABLED", await SwitchAsync("disableCatalogPlugin"));
        Assert.Equal(["plugin-jira-noti-protocol"], await ListAsync(new { where = new { state = new { eq = "DISABLED" } } }));
        Assert.Equal("ENABLED", await SwitchAsync("enableCatalogPlugin"));
        Assert.Equal("""{"data":{"versions":null}}""", (await _host.RunAsync("versions", new { pluginId = "none" })).ToString());
        var count = (await _host.QueryAsync("""{ pluginStats(input: { aggregate: [{ count: { name: "count" } }] }) { results } }""")).ToString();
        Assert.Contains("""[{"count":1}]""", count);
        await _host.ChangeAsync("deregisterPlugin", new { pluginId = "plugin-jira-noti-protocol" });
        Assert.Empty(await ListAsync(new { }));
        Assert.Equal("PLUGIN_NOT_FOUND", (await _host.RefusedAsync("deregisterPlugin", new { pluginId = "plugin-jira-noti-protocol" })).Code);
    }

    [Fact]
    [Trait("Line", "S17")]
    [Trait("Line", "S18")]
    public async Task An_update_replaces_whole_objects_leaves_out_what_is_not_given_and_notes_the_time()
    {
        var before = await ReadAsync();

        await _host.ChangeAsync("updatePlugin", new { pluginId = "plugin-jira-noti-protocol", tags = new { other = 1 }, labels = (string[]?)null });

        var after = await ReadAsync();
        Assert.Equal("""{"other":1}""", after.GetProperty("tags").ToString());
        Assert.Equal("[]", after.GetProperty("labels").ToString());
        Assert.Equal(before.GetProperty("capability").ToString(), after.GetProperty("capability").ToString());
        Assert.Equal(before.GetProperty("name").ToString(), after.GetProperty("name").ToString());
        Assert.True(after.GetProperty("updatedAt").GetDateTimeOffset() >= before.GetProperty("updatedAt").GetDateTimeOffset());
        Assert.NotEqual(before.GetProperty("etag").GetString(), after.GetProperty("etag").GetString());
        var image = await _host.RunAsync("updatePlugin", new { input = new { pluginId = "plugin-jira-noti-protocol", image = "other" } });
        Assert.Contains("image", image.GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal(after.ToString(), (await ReadAsync()).ToString());
    }

    [Fact]
    [Trait("Line", "S32")]
    public async Task Times_are_utc_with_milliseconds()
    {
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (await ReadAsync()).GetProperty("createdAt").GetString());
    }

    [Fact]
    [Trait("Line", "S25")]
    public async Task A_list_is_filtered_by_everything_that_is_said_at_once_and_an_unknown_repository_is_an_error()
    {
        await _host.ChangeAsync("registerPlugin", new { name = "Other", resourceType = "notification.Protocol", image = "other", provider = "aws" });

        Assert.Equal(["other"], await ListAsync(new { where = new { resourceType = new { eq = "notification.Protocol" }, provider = new { eq = "aws" }, registryType = new { eq = "DOCKER_HUB" }, name = new { eq = "Other" } } }));
        Assert.Empty(await ListAsync(new { where = new { pluginId = new { eq = "other" }, provider = new { eq = "atlassian" } } }));
        var unknown = await _host.RunAsync("plugins", new { repositoryId = "repo-000000000000" });
        Assert.Equal("REPOSITORY_NOT_FOUND", unknown.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    [Trait("Line", "S60")]
    public async Task Each_kind_of_error_has_a_code_of_its_own_a_sentence_and_what_it_is_about()
    {
        Assert.Equal(("INPUT_INVALID", "name: The text is empty."), await _host.RefusedAsync("updatePlugin", new { pluginId = "plugin-jira-noti-protocol", name = " " }));
        Assert.Equal(("PLUGIN_NOT_FOUND", "There is no plugin 'none'."), await _host.RefusedAsync("updatePlugin", new { pluginId = "none" }));
        Assert.Equal(
            ("PLUGIN_ALREADY_EXISTS", "The plugin 'PLUGIN-jira-noti-protocol' exists already."),
            await _host.RefusedAsync("registerPlugin", new { name = "A", resourceType = "a.B", image = "x", pluginId = "PLUGIN-jira-noti-protocol" }));
        _host.Caller = CatalogHost.Identity("catalog:read");
        Assert.Equal("AUTH_NOT_AUTHORIZED", Code(await _host.RunAsync("updatePlugin", new { input = new { pluginId = "none" } })));
        _host.Caller = null;
        Assert.Equal("AUTH_NOT_AUTHENTICATED", Code(await _host.RunAsync("updatePlugin", new { input = new { pluginId = "none" } })));

        static string? Code(JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    private async Task<string?> SwitchAsync(string operation) =>
        (await _host.ChangeAsync(operation, new { pluginId = "plugin-jira-noti-protocol" })).GetProperty("plugin").GetProperty("state").GetString();

    private async Task<string[]> ListAsync(object variables) => (await _host.RunAsync("plugins", variables)).GetProperty("data").GetProperty("plugins").GetProperty("nodes").Texts("pluginId");

    private async Task<JsonElement> ReadAsync() =>
        (await _host.QueryAsync("""{ plugin(pluginId: "plugin-jira-noti-protocol") { name capability labels tags etag createdAt updatedAt } }""")).GetProperty("data").GetProperty("plugin");

}
