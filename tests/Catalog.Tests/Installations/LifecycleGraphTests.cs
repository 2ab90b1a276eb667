using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Tests.Installations;

/// <summary>Changes through the graph, with the canonical documents.</summary>
public sealed class LifecycleGraphTests : IAsyncLifetime
{
    private static readonly string[] Names = ["plugin-a", "plugin-b", "plugin-c", "plugin-d", "plugin_e"];

    private CatalogHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CatalogHost.StartAsync();
        var lines = string.Join('\n', Names.Select(name => $$"""{"ecosystem":"e","pluginId":"{{name}}","versions":[{"version":"1.0"}]}"""));
        await _host.Importer.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(lines)), new ImportOptions());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "G1")]
    [Trait("Line", "G2")]
    [Trait("Line", "G3")]
    [Trait("Line", "G4")]
    public async Task G1_to_G4_the_list_hides_disabled_plugins_sorts_by_name_and_pages_after_matching()
    {
        await InstallAllAsync();
        await ChangeAsync("disablePlugin", new { name = "plugin-b" });

        Assert.Equal(["plugin-a", "plugin-c", "plugin-d", "plugin_e"], await ListAsync(new { }));
        Assert.Equal(Names, await ListAsync(new { all = true }));
        Assert.Equal(["plugin-b", "plugin-c"], await ListAsync(new { all = true, skip = 1, limit = 2 }));
        Assert.Equal(["plugin-d"], await ListAsync(new { prefix = "plugin-", skip = 2, limit = 2 }));
        Assert.Equal(Names, await ListAsync(new { all = true, skip = -1, limit = 0 }));
        Assert.Equal([], await ListAsync(new { prefix = "PLUGIN-" }));
        Assert.Equal(4, (await ListAsync(new { all = true, substring = "LUGIN-" })).Count);
        Assert.Equal(["plugin-b"], await ListAsync(new { all = true, regex = ".*in-b" }));
        Assert.Equal(4, (await ListAsync(new { all = true, regex = "plugin-.*" })).Count);
    }

    [Fact]
    [Trait("Line", "G10")]
    [Trait("Line", "G12")]
    [Trait("Line", "G13")]
    [Trait("Line", "G15")]
    [Trait("Line", "G16")]
    [Trait("Line", "G30")]
    [Trait("Line", "G43")]
    public async Task A_disabled_plugin_is_found_by_its_name_with_all_that_is_known_and_only_by_who_may_read()
    {
        await InstallAllAsync();
        Assert.Equal("""{"version":"1.0","state":"RUNNING","disabled":false,"fileName":null,"indexUrl":null}""", await ShownAsync("plugin-a"));
        await ChangeAsync("disablePlugin", new { name = "plugin-a" });

        Assert.Equal("""{"version":"1.0","state":"DISABLED","disabled":true,"fileName":null,"indexUrl":null}""", await ShownAsync("plugin-a"));
        Assert.Equal("null", await ShownAsync("nowhere"));
        _host.Caller = CatalogHost.Identity("options:read");
        Assert.Equal("AUTH_NOT_AUTHORIZED", (await _host.QueryAsync("{ installations(all: true) { name } }")).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        async Task<string> ShownAsync(string name) =>
            (await _host.QueryAsync("query($name: String!) { installation(name: $name) { version state disabled fileName indexUrl } }", new { name })).GetProperty("data").GetProperty("installation") is { ValueKind: JsonValueKind.Object } found ? found.ToString() : "null";
    }

    [Fact]
    [Trait("Line", "G3")]
    public async Task A_filter_chooses_before_pages_are_cut_and_an_order_takes_the_place_of_the_name()
    {
        await InstallAllAsync();
        await ChangeAsync("disablePlugin", new { name = "plugin-b" });
        await ChangeAsync("pinPlugin", new { name = "plugin-c" });
        await ChangeAsync("pinPlugin", new { name = "plugin_e" });

        Assert.Equal(["plugin-c", "plugin_e"], await ListAsync(new { where = new { pinned = new { eq = true } } }));
        Assert.Equal(["plugin_e"], await ListAsync(new { where = new { pinned = new { eq = true } }, skip = 1, limit = 1 }));
        Assert.Equal(["plugin-c"], await ListAsync(new { where = new { pinned = new { eq = true } }, prefix = "plugin-" }));
        Assert.Equal(["plugin-b"], await ListAsync(new { all = true, where = new { state = new { eq = "DISABLED" } } }));
        Assert.Equal([], await ListAsync(new { where = new { state = new { eq = "DISABLED" } } }));
        Assert.Equal(["plugin-a"], await ListAsync(new { where = new { name = new { icontains = "IN-A" } } }));
        Assert.Equal(["plugin_e", "plugin-d", "plugin-c"], await ListAsync(new { order = new[] { new { name = "DESC" } }, limit = 3 }));
        Assert.Equal(["plugin-c", "plugin_e", "plugin-a"], await ListAsync(new { order = new[] { new { pinned = "DESC" } }, limit = 3 }));
    }

    [Fact]
    [Trait("Line", "G15")]
    public async Task An_installed_plugin_is_found_by_its_id_too_and_only_by_its_own_organization()
    {
        await InstallAllAsync();
        var installed = (await _host.RunAsync("installation", new { name = "plugin-a" })).GetProperty("data").GetProperty("installation");
        var id = installed.GetProperty("id").GetString();

        Assert.Equal(installed.ToString(), (await _host.RunAsync("installation", new { id })).GetProperty("data").GetProperty("installation").ToString());
        Assert.Equal("id: Give either id or name.", Message(await _host.RunAsync("installation", new { })));
        Assert.Equal("id: Give either id or name.", Message(await _host.RunAsync("installation", new { id, name = "plugin-a" })));
        _host.Caller = CatalogHost.Identity("*", Guid.NewGuid());
        Assert.Equal(JsonValueKind.Null, (await _host.RunAsync("installation", new { id })).GetProperty("data").GetProperty("installation").ValueKind);

        static string Message(JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("message").GetString()!;
    }

    [Theory]
    [InlineData("""{ "regex": "a", "substring": "b" }""", "MATCH_OPTIONS_CONFLICT")]
    [InlineData("""{ "regex": "a", "prefix": "b" }""", "MATCH_OPTIONS_CONFLICT")]
    [InlineData("""{ "substring": "a", "prefix": "b" }""", "MATCH_OPTIONS_CONFLICT")]
    [InlineData("""{ "regex": "(" }""", "REGEX_INVALID")]
    [Trait("Line", "G8")]
    [Trait("Line", "G9")]
    public async Task G8_G9_match_options_that_cannot_be_used_are_errors_with_a_code(string variables, string code)
    {
        var answer = await _host.RunAsync("installations", JsonDocument.Parse(variables).RootElement);

        Assert.Equal(code, answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_repeated_installation_gets_its_answer_although_the_plugin_is_gone()
    {
        await ChangeAsync("updatePolicy", new { allowRemoteAdmin = true });
        object input = new { source = new { catalog = new { pluginId = "plugin-a" } }, idempotencyKey = "once" };
        var first = await _host.RunAsync("installPlugin", new { input });
        await ChangeAsync("uninstallPlugin", new { name = "plugin-a", idempotencyKey = "gone" });

        Assert.Equal(first.ToString(), (await _host.RunAsync("installPlugin", new { input })).ToString());
        Assert.Equal([], await ListAsync(new { all = true }));
        var again = await _host.RunAsync("uninstallPlugin", new { input = new { name = "plugin-a", idempotencyKey = "gone" } });
        Assert.Equal("plugin-a", again.GetProperty("data").GetProperty("uninstallPlugin").GetProperty("installation").GetProperty("name").GetString());
        Assert.Equal("plugin.installed plugin-a,plugin.uninstalled plugin-a", await _host.Database.ScalarAsync("SELECT string_agg(type || ' ' || resource, ',' ORDER BY type) FROM kernel.outbox WHERE type LIKE 'plugin.%'"));
    }

    [Fact]
    [Trait("Line", "G27")]
    public async Task G27_remote_administration_is_off_until_the_policy_allows_it_and_reading_works()
    {
        var refused = await ErrorAsync("installPlugin", Source("plugin-a"));
        Assert.Equal(("RemoteAdminDisabledError", "REMOTE_ADMIN_DISABLED"), refused);

        await ChangeAsync("updatePolicy", new { allowRemoteAdmin = true });

        var installed = await ChangeAsync("installPlugin", Source("plugin-a"));
        Assert.Equal("CREATED", installed.GetProperty("outcome").GetString());
        Assert.Equal(["plugin-a"], await ListAsync(new { }));
    }

    [Fact]
    public async Task What_is_changed_is_what_the_next_question_shows()
    {
        await InstallAllAsync();

        await ChangeAsync("disablePlugin", new { name = "plugin-a" });
        Assert.Equal(("DISABLED", true), await StateAsync("plugin-a"));
        await ChangeAsync("enablePlugin", new { name = "plugin-a" });
        Assert.Equal(("RUNNING", false), await StateAsync("plugin-a"));
        await ChangeAsync("uninstallPlugin", new { name = "plugin-a" });
        Assert.Equal(["plugin-b", "plugin-c", "plugin-d", "plugin_e"], await ListAsync(new { all = true }));
        Assert.Equal(("PluginNotFoundError", "PLUGIN_NOT_FOUND"), await ErrorAsync("enablePlugin", new { name = "plugin-a" }));
    }

    [Fact]
    [Trait("Line", "G31")]
    public async Task G31_a_mandatory_plugin_is_not_disabled()
    {
        await InstallAllAsync();
        await ChangeAsync("updatePolicy", new { mandatoryPlugins = new[] { "plugin-a" } });

        Assert.Equal(("PluginMandatoryError", "PLUGIN_MANDATORY"), await ErrorAsync("disablePlugin", new { name = "plugin-a" }));
        Assert.Equal(("RUNNING", false), await StateAsync("plugin-a"));
    }

    [Fact]
    public async Task An_entry_is_registered_changed_switched_and_removed()
    {
        var registered = (await ChangeAsync("registerPlugin", new { name = "Mine", resourceType = "inventory.Collector", image = "team/my-plugin" })).GetProperty("plugin");
        Assert.Equal(("my-plugin", "DOCKER_HUB", "ENABLED"), (Text(registered, "pluginId"), Text(registered, "registryType"), Text(registered, "state")));
        Assert.Equal(("PluginAlreadyExistsError", "PLUGIN_ALREADY_EXISTS"), await ErrorAsync("registerPlugin", new { name = "Mine", resourceType = "x.Y", image = "MY-PLUGIN" }));
        Assert.Equal(("OptionPrefixTakenError", "OPTION_PREFIX_TAKEN"), await ErrorAsync("registerPlugin", new { name = "Mine", resourceType = "x.Y", image = "team/mine", pluginId = "my_plugin" }));

        var changed = (await ChangeAsync("updatePlugin", new { pluginId = "my-plugin", name = "Ours", expectedEtag = Text(registered, "etag") })).GetProperty("plugin");
        Assert.Equal("Ours", Text(changed, "name"));
        Assert.Equal(("EtagMismatchError", "ETAG_MISMATCH"), await ErrorAsync("updatePlugin", new { pluginId = "my-plugin", name = "Theirs", expectedEtag = Text(registered, "etag") }));
        Assert.Equal("DISABLED", Text((await ChangeAsync("disableCatalogPlugin", new { pluginId = "my-plugin" })).GetProperty("plugin"), "state"));
        Assert.Equal("ENABLED", Text((await ChangeAsync("enableCatalogPlugin", new { pluginId = "my-plugin" })).GetProperty("plugin"), "state"));

        await ChangeAsync("deregisterPlugin", new { pluginId = "my-plugin" });
        Assert.Equal(("PluginNotFoundError", "PLUGIN_NOT_FOUND"), await ErrorAsync("deregisterPlugin", new { pluginId = "my-plugin" }));
        Assert.Equal(("RepositoryReadOnlyError", "REPOSITORY_READ_ONLY"), await ErrorAsync("updatePlugin", new { pluginId = "plugin-a", name = "B" }));
    }

    [Fact]
    [Trait("Line", "S29")]
    public async Task S29_there_is_one_local_and_at_most_one_managed_repository_and_names_are_unique()
    {
        await ChangeAsync("registerRepository", new { name = "upstream", type = "REMOTE", endpoint = "https://example.org/graphql" });
        await ChangeAsync("registerRepository", new { name = "ours", type = "MANAGED" });

        Assert.Equal(("RepositoryNameTakenError", "REPOSITORY_NAME_TAKEN"), await ErrorAsync("registerRepository", new { name = "upstream", type = "IMPORTED" }));
        Assert.Equal(("RepositoryTypeTakenError", "REPOSITORY_TYPE_TAKEN"), await ErrorAsync("registerRepository", new { name = "second", type = "MANAGED" }));
        Assert.Equal(("RepositoryTypeTakenError", "REPOSITORY_TYPE_TAKEN"), await ErrorAsync("registerRepository", new { name = "second", type = "LOCAL" }));
        Assert.Equal(("InputInvalidError", "INPUT_INVALID"), await ErrorAsync("registerRepository", new { name = "second", type = "REMOTE" }));
    }

    [Fact]
    public async Task A_catalog_is_imported_by_upload_and_a_second_time_nothing_changes()
    {
        const string Line = """{"ecosystem":"f","pluginId":"uploaded","versions":[{"version":"1"}]}""";

        var first = await _host.UploadAsync("importCatalog", Line + "\nbroken\n{}", new { });
        Assert.Equal((true, 1), (first.GetProperty("changed").GetBoolean(), first.GetProperty("pluginsCreated").GetInt32()));
        Assert.Equal([2, 3], first.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("line").GetInt32()));

        var second = await _host.UploadAsync("importCatalog", Line, new { });
        Assert.Equal((false, 1), (second.GetProperty("changed").GetBoolean(), second.GetProperty("pluginsUnchanged").GetInt32()));
    }

    private static object Source(string pluginId) => new { source = new { catalog = new { pluginId } } };

    private async Task InstallAllAsync()
    {
        await ChangeAsync("updatePolicy", new { allowRemoteAdmin = true });
        foreach (var name in Names)
            await ChangeAsync("installPlugin", Source(name));
    }

    private async Task<List<string>> ListAsync(object variables)
    {
        var answer = await _host.RunAsync("installations", variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return [.. answer.GetProperty("data").GetProperty("installations").EnumerateArray().Select(installation => Text(installation, "name"))];
    }

    private async Task<(string State, bool Disabled)> StateAsync(string name)
    {
        var installation = (await _host.RunAsync("installation", new { name })).GetProperty("data").GetProperty("installation");
        return (Text(installation, "state"), installation.GetProperty("disabled").GetBoolean());
    }

    private async Task<JsonElement> ChangeAsync(string mutation, object input)
    {
        var answer = await _host.RunAsync(mutation, new { input });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        var payload = answer.GetProperty("data").GetProperty(mutation);
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        return payload;
    }

    private async Task<(string Type, string Code)> ErrorAsync(string mutation, object input)
    {
        var payload = (await _host.RunAsync(mutation, new { input })).GetProperty("data").GetProperty(mutation);
        var error = Assert.Single(payload.GetProperty("errors").EnumerateArray());
        return (Text(error, "__typename"), Text(error, "code"));
    }

    private static string Text(JsonElement node, string member) => node.GetProperty(member).GetString()!;
}
