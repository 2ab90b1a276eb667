using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Projects;

/// <summary>A catalog with plugins that projects may configure in different ways, all of them installed but one.</summary>
internal static class ProjectsHost
{
    private const string Plugins = """
        {"ecosystem":"e","pluginId":"zoo","name":"Animals","requiredField":"Key","settingsSchema":{"settings":[{"key":"Key","type":"text","secret":true},{"key":"Limit","type":"number","default":10}]},"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"board","name":"Board","requiredField":"Columns","projectDefaultEnabled":true,"settingsSchema":{"settings":[{"key":"Columns","type":"number"}]},"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"core","name":"core","canDisable":false,"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"jira","name":"Jira","labels":["deprecated"],"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"gone","name":"Gone","versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"other","name":"Other","versions":[{"version":"1.0"}]}
        """;

    public static async Task<ModuleHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = await ModuleHost.StartAsync("options-projects", () => [new CatalogModule(), new OptionsModule()],
            async services =>
            {
                var report = await services.GetRequiredService<CatalogImporter>().ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(Plugins)), new ImportOptions());
                Assert.Empty(report.Problems);
            },
            [("Catalog:AllowRemoteAdmin", "true"), .. settings]);
        foreach (var plugin in (string[])["zoo", "board", "core", "jira", "gone"]) await host.InstallAsync(plugin);
        return host;
    }

    public static async Task InstallAsync(this ModuleHost host, string plugin, string? version = null)
    {
        var payload = (await host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = plugin } }, version } })).GetProperty("data").GetProperty("installPlugin");
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
    }

    public static async Task<string> ProjectAsync(this ModuleHost host, string name, string? parentId = null) =>
        (await host.RunAsync("createProject", new { input = new { name, parentId } })).GetProperty("data").GetProperty("createProject").GetProperty("project").GetProperty("id").GetString()!;

    /// <summary>Makes a person, whom the caller is from now on.</summary>
    public static async Task<Guid> BecomePersonAsync(this ModuleHost host)
    {
        var id = Guid.NewGuid();
        await host.Database.ExecuteAsync($"INSERT INTO kernel.principals (id, organization_id, name, created_at) VALUES ('{id}', '{Organization.DefaultId}', 'person-{id:N}', now())");
        host.Caller = ModuleHost.Identity("*", principalId: id);
        return id;
    }

    public static object In(string projectId) => new { kind = "PROJECT", projectId };

    public static async Task SwitchAsync(this ModuleHost host, string pluginId, bool enabled, object? scope) =>
        Assert.Equal(JsonValueKind.Null, (await host.RunAsync("setPluginEnabled", new { input = new { pluginId, enabled, scope } })).GetProperty("data").GetProperty("setPluginEnabled").GetProperty("errors").ValueKind);

    public static async Task SetAsync(this ModuleHost host, string pluginId, string key, object? value, object? scope) =>
        Assert.Equal(JsonValueKind.Null, (await host.RunAsync("setOption", new { input = new { pluginId, key, value, scope } })).GetProperty("data").GetProperty("setOption").GetProperty("errors").ValueKind);
}
