using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Versions;

/// <summary>What versions declare, which is theirs whatever becomes of their entry.</summary>
[Trait("Line", "O15")]
public sealed class VersionTemplateTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CatalogHost.StartAsync(
            ("Catalog:CheckImages", "false"), ("Catalog:RegistryCacheTime", "01:00:00"), ("Catalog:RegistryUrls:DockerHub", "http://127.0.0.1:1"), ("Catalog:AllowRemoteAdmin", "true"));
        await _host.ChangeAsync("registerPlugin", new { name = "A", resourceType = "a.B", image = "plugin-a", template = Template("first") });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_published_version_keeps_what_its_entry_said_then_or_what_it_says_itself()
    {
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "1.0" });
        await _host.ChangeAsync("updatePlugin", new { pluginId = "plugin-a", template = Template("second") });
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "2.0", template = Template("own") });

        Assert.Equal([("2.0", "own"), ("1.0", "first")], await DeclaredAsync("plugin-a"));
        Assert.Equal("second", await FindAsync("plugin-a"));

        await _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "plugin-a" } }, version = "1.0" });
        Assert.Equal("first", await FindAsync("plugin-a"));
    }

    [Fact]
    public async Task A_template_that_is_none_is_refused()
    {
        var payload = (await _host.RunAsync("publishPluginVersion", new { input = new { pluginId = "plugin-a", version = "1.0", template = new { options = new { schema = new { type = "nothing" } } } } }))
            .GetProperty("data").GetProperty("publishPluginVersion");

        Assert.Equal("TEMPLATE_SCHEMA_INVALID", payload.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM catalog.versions"));
    }

    [Fact]
    public async Task An_import_that_changes_an_entry_leaves_its_older_versions_what_was_said_of_them()
    {
        await ImportAsync("""{"ecosystem":"e","pluginId":"b","latestVersion":"1.0","settingsSchema":{"settings":[{"key":"first"}]},"versions":[{"version":"1.0"}]}""");
        await ImportAsync("""{"ecosystem":"e","pluginId":"b","latestVersion":"2.0","settingsSchema":{"settings":[{"key":"second"}]},"versions":[{"version":"1.0"},{"version":"2.0"},{"version":"3.0-beta","settingsSchema":{"settings":[{"key":"own"}]}}]}""");

        var versions = (await _host.QueryAsync("""{ pluginVersions(pluginId: "b", includePrerelease: true) { nodes { version template } } }""")).GetProperty("data").GetProperty("pluginVersions").GetProperty("nodes");
        Assert.Equal(
            [("3.0-beta", "own"), ("2.0", null), ("1.0", "first")],
            versions.EnumerateArray().Select(v => (v.GetProperty("version").GetString()!, v.GetProperty("template") is { ValueKind: JsonValueKind.Object } template
                ? template.GetProperty("options").GetProperty("settings").GetProperty("settings")[0].GetProperty("key").GetString() : null)));
    }

    private static object Template(string title) => new { options = new { schema = new { type = "object", title, properties = new { } } } };

    private static string? TitleOf(JsonElement template) => template.GetProperty("options").GetProperty("schema").GetProperty("title").GetString();

    private async Task<List<(string, string?)>> DeclaredAsync(string pluginId) =>
    [
        .. (await _host.QueryAsync("query($pluginId: String!) { pluginVersions(pluginId: $pluginId) { nodes { version template } } }", new { pluginId }))
            .GetProperty("data").GetProperty("pluginVersions").GetProperty("nodes").EnumerateArray().Select(v => (v.GetProperty("version").GetString()!, TitleOf(v.GetProperty("template")))),
    ];

    private async Task<string?> FindAsync(string pluginId)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return TitleOf((await scope.ServiceProvider.GetRequiredService<PluginDeclarations>().FindAsync(pluginId, default))!.Declared.Template!.Value);
    }

    private async Task ImportAsync(string text) => Assert.Empty((await _host.Importer.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), new ImportOptions())).Problems);
}
