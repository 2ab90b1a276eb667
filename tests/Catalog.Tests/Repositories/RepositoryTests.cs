using System.Text;
using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Tests.Repositories;

/// <summary>Sources of plugins, through the graph.</summary>
public sealed class RepositoryTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CatalogHost.StartAsync(("Catalog:CheckImages", "false"), ("Catalog:AllowRemoteAdmin", "true"), ("Egress:AllowedNetworks:0", "127.0.0.0/8"));
        await ImportAsync("one", """{"pluginId":"shared","versions":[{"version":"1.0"}]}""", """{"pluginId":"only-here","versions":[{"version":"1.0"}]}""");
        await ImportAsync("two", """{"pluginId":"shared","versions":[{"version":"2.0"}]}""", """{"pluginId":"needy","versions":[{"version":"1.0","dependencies":[{"pluginId":"only-here"}]}]}""");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "S29")]
    public async Task A_repository_has_an_id_of_its_own_and_a_name_that_no_other_has()
    {
        var repository = (await _host.ChangeAsync("registerRepository", new { name = "far", type = "REMOTE", endpoint = "http://127.0.0.1:1/graphql" })).GetProperty("repository");

        Assert.Matches("^repo-[0-9a-f]{12}$", repository.GetProperty("repositoryId").GetString());
        Assert.Equal("REPOSITORY_NAME_TAKEN", (await _host.RefusedAsync("registerRepository", new { name = "far", type = "IMPORTED" })).Code);
        Assert.Equal(("INPUT_INVALID", "endpoint: A remote repository needs an absolute http(s) address."), await _host.RefusedAsync("registerRepository", new { name = "near", type = "REMOTE" }));
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("registerRepository", new { name = "near", type = "REMOTE", endpoint = "ftp://x" })).Code);
        Assert.Equal("URL_NOT_ALLOWED", (await _host.RefusedAsync("registerRepository", new { name = "near", type = "REMOTE", endpoint = "http://169.254.169.254/" })).Code);
    }

    [Fact]
    public async Task Repositories_are_filtered_and_no_filter_leads_to_what_the_database_does_not_know()
    {
        Assert.Equal(["one", "two"], await NamesAsync(new { type = "IMPORTED" }));
        Assert.Equal(["two"], await NamesAsync(new { type = "IMPORTED", where = new { name = new { icontains = "TW" } } }));
        Assert.Equal(["local"], await NamesAsync(new { where = new { type = new { eq = "LOCAL" } } }));
        Assert.Equal("HC0026", (await _host.RunAsync("repositories", new { where = new { name = new { eq = (string?)null } } })).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        var fields = (await _host.QueryAsync("""{ filter: __type(name: "RepositoryFilterInput") { inputFields { name } } sort: __type(name: "RepositorySortInput") { inputFields { name } } installation: __type(name: "PluginInstallationFilterInput") { inputFields { name } } }""")).GetProperty("data");
        foreach (var type in (string[])["filter", "sort", "installation"])
            Assert.Empty(fields.GetProperty(type).GetProperty("inputFields").Texts("name").Intersect(["hasToken", "writable", "disabled"]));

        async Task<string[]> NamesAsync(object variables) => (await _host.RunAsync("repositories", variables)).GetProperty("data").GetProperty("repositories").Texts("name");
    }

    [Fact]
    [Trait("Line", "S11")]
    public async Task There_is_one_local_repository_and_at_most_one_managed_one()
    {
        Assert.Equal(("REPOSITORY_TYPE_TAKEN", "There can be only one LOCAL repository, and it is 'local'."), await _host.RefusedAsync("registerRepository", new { name = "second", type = "LOCAL" }));
        await _host.ChangeAsync("registerRepository", new { name = "managed", type = "MANAGED" });

        Assert.Equal(("REPOSITORY_TYPE_TAKEN", "There can be only one MANAGED repository, and it is 'managed'."), await _host.RefusedAsync("registerRepository", new { name = "second", type = "MANAGED" }));
        var plugin = (await _host.ChangeAsync("registerPlugin", new { name = "A", resourceType = "a.B", image = "plugin-a" })).GetProperty("plugin").GetProperty("pluginId").GetString();
        Assert.Equal("local", await RepositoryOfAsync(plugin!));
    }

    [Fact]
    [Trait("Line", "S22")]
    [Trait("Line", "S21")]
    [Trait("Line", "S30")]
    public async Task The_first_repository_that_has_a_plugin_counts_and_its_priority_says_which_is_first()
    {
        Assert.Equal("one", await RepositoryOfAsync("shared"));

        await _host.ChangeAsync("updateRepository", new { repositoryId = await IdAsync("two"), priority = 1 });
        Assert.Equal("two", await RepositoryOfAsync("shared"));
        Assert.Equal("one", await RepositoryOfAsync("shared", await IdAsync("one")));

        await _host.ChangeAsync("updateRepository", new { repositoryId = await IdAsync("two"), state = "DISABLED" });
        Assert.Equal("one", await RepositoryOfAsync("shared"));
        Assert.Null(await RepositoryOfAsync("needy"));
        var unknown = await _host.QueryAsync("""{ plugin(pluginId: "shared", repositoryId: "repo-000000000000") { name } }""");
        Assert.Equal("REPOSITORY_NOT_FOUND", unknown.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        var info = (await _host.QueryAsync("""{ plugin(pluginId: "shared") { repository { repositoryId name type } } }""")).GetProperty("data").GetProperty("plugin").GetProperty("repository");
        Assert.Equal($$"""{"repositoryId":"{{await IdAsync("one")}}","name":"one","type":"IMPORTED"}""", info.ToString());
    }

    [Fact]
    public async Task A_token_is_kept_encrypted_never_shown_and_forgotten_with_another_endpoint()
    {
        await _host.ChangeAsync("registerRepository", new { name = "far", type = "REMOTE", endpoint = "http://127.0.0.1:1/graphql", token = "hush-hush-hush-hush" });
        var id = await IdAsync("far");

        Assert.True((await _host.ChangeAsync("updateRepository", new { repositoryId = id, name = "farther" })).GetProperty("repository").GetProperty("hasToken").GetBoolean());
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM catalog.repositories r WHERE r::text LIKE '%hush%' OR encode(sealed_token, 'escape') LIKE '%hush%'"));
        Assert.False((await _host.ChangeAsync("updateRepository", new { repositoryId = id, endpoint = "http://127.0.0.1:2/graphql" })).GetProperty("repository").GetProperty("hasToken").GetBoolean());
        Assert.True((await _host.ChangeAsync("updateRepository", new { repositoryId = id, token = "another" })).GetProperty("repository").GetProperty("hasToken").GetBoolean());
        Assert.False((await _host.ChangeAsync("updateRepository", new { repositoryId = id, token = (string?)null })).GetProperty("repository").GetProperty("hasToken").GetBoolean());
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("updateRepository", new { repositoryId = await IdAsync("one"), token = "x" })).Code);
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("updateRepository", new { repositoryId = id, token = "two words" })).Code);
    }

    [Fact]
    public async Task What_cannot_be_changed_about_a_repository_is_refused()
    {
        Assert.Equal(("INPUT_INVALID", "state: A LOCAL repository is always enabled."), await _host.RefusedAsync("updateRepository", new { repositoryId = await IdAsync("local"), state = "DISABLED" }));
        Assert.Equal("REPOSITORY_NAME_TAKEN", (await _host.RefusedAsync("updateRepository", new { repositoryId = await IdAsync("one"), name = "two" })).Code);
        Assert.Equal("ETAG_MISMATCH", (await _host.RefusedAsync("updateRepository", new { repositoryId = await IdAsync("one"), name = "three", expectedEtag = "\"old\"" })).Code);
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("updateRepository", new { repositoryId = await IdAsync("one"), endpoint = "http://127.0.0.1/" })).Code);
        Assert.Equal("REPOSITORY_NOT_FOUND", (await _host.RefusedAsync("updateRepository", new { repositoryId = "repo-000000000000", name = "x" })).Code);
        Assert.Equal(("INPUT_INVALID", "repositoryId: Only remote repositories are synchronised; 'one' is IMPORTED."), await _host.RefusedAsync("syncRepository", new { repositoryId = await IdAsync("one") }));
    }

    [Fact]
    [Trait("Line", "S29")]
    public async Task A_repository_in_use_is_not_deleted_unless_that_is_forced_and_then_it_is_hidden_and_its_name_is_free()
    {
        await _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "only-here" } } });
        var id = await IdAsync("one");

        Assert.Equal(
            ("REPOSITORY_IN_USE", "The repository 'one' is in use: 2 plugins, 1 installation, 1 plugin of another repository needs them."), await _host.RefusedAsync("deleteRepository", new { repositoryId = id }));
        Assert.Equal(("INPUT_INVALID", "repositoryId: The local repository cannot be deleted."), await _host.RefusedAsync("deleteRepository", new { repositoryId = await IdAsync("local"), force = true }));
        await _host.ChangeAsync("deleteRepository", new { repositoryId = id, force = true });

        Assert.DoesNotContain("one", (await _host.RunAsync("repositories")).GetProperty("data").GetProperty("repositories").Texts("name"));
        Assert.Null(await RepositoryOfAsync("only-here"));
        Assert.Equal("two", await RepositoryOfAsync("shared"));
        Assert.Equal(["only-here"], (await _host.RunAsync("installations", new { all = true })).GetProperty("data").GetProperty("installations").Texts("name"));
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM catalog.repositories WHERE name = 'one' AND deleted_at IS NOT NULL"));
        Assert.Equal("REPOSITORY_NOT_FOUND", (await _host.RefusedAsync("deleteRepository", new { repositoryId = id })).Code);
        await _host.ChangeAsync("registerRepository", new { name = "one", type = "IMPORTED" });
    }

    [Fact]
    [Trait("Line", "S27")]
    public async Task Managed_entries_are_always_enabled_read_only_and_have_the_prefix_of_the_settings()
    {
        await using var host = await CatalogHost.StartAsync(("Catalog:ManagedImagePrefix", "mirror/"), ("Catalog:CheckImages", "false"));
        await host.Importer.ImportAsync(new MemoryStream("""[{"name":"M","image":"plugin-m","plugin_id":"m","service_type":"a.B","provider":"aws","labels":["x"]},{"name":"N","image":"plugin-n","service_type":"a.C"}]"""u8.ToArray()), new ImportOptions());

        var plugins = (await host.QueryAsync("""{ plugins(where: { provider: { eq: "aws" }, resourceType: { eq: "a.B" }, labels: { some: { eq: "x" } } }, search: "m") { totalCount nodes { pluginId image state repository { type } } } }""")).GetProperty("data").GetProperty("plugins");

        Assert.Equal("""{"totalCount":1,"nodes":[{"pluginId":"m","image":"mirror/plugin-m","state":"ENABLED","repository":{"type":"MANAGED"}}]}""", plugins.ToString());
        Assert.Equal(("REPOSITORY_READ_ONLY", "The repository 'managed' is read-only."), await host.RefusedAsync("disableCatalogPlugin", new { pluginId = "m" }));
        Assert.Equal("REPOSITORY_READ_ONLY", (await host.RefusedAsync("updatePlugin", new { pluginId = "m", name = "x" })).Code);
        Assert.Equal("REPOSITORY_READ_ONLY", (await host.RefusedAsync("deregisterPlugin", new { pluginId = "m" })).Code);
    }

    private async Task ImportAsync(string repository, params string[] records) =>
        await _host.Importer.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', records))), new ImportOptions { Repository = repository });

    private async Task<string> IdAsync(string name) => (string)(await _host.Database.ScalarAsync($"SELECT repository_id FROM catalog.repositories WHERE name = '{name}' AND deleted_at IS NULL"))!;

    private async Task<string?> RepositoryOfAsync(string pluginId, string? repositoryId = null)
    {
        var plugin = (await _host.RunAsync("plugin", new { pluginId, repositoryId, versions = 1 })).GetProperty("data").GetProperty("plugin");
        return plugin.ValueKind == System.Text.Json.JsonValueKind.Null ? null : plugin.GetProperty("repository").GetProperty("name").GetString();
    }
}
