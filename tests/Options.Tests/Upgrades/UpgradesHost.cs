using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Upgrades;

/// <summary>A plugin whose second version declares its options otherwise: a kind became a number, a text a secret, an option went and others came.</summary>
internal static class UpgradesHost
{
    private const string Plugins = """
        {"ecosystem":"e","pluginId":"mail","name":"Mail","settingsSchema":{"settings":[{"key":"Server","type":"text"}]},"versions":[{"version":"1.0","settingsSchema":{"settings":[{"key":"Server","type":"text","default":"localhost"},{"key":"Port","type":"text"},{"key":"Token","type":"text"},{"key":"Old","type":"text"},{"key":"Mode","type":"dropdown","options":[{"value":"a"},{"value":"b"}]}]}},{"version":"2.0","settingsSchema":{"settings":[{"key":"Server","type":"text","default":"mail.example"},{"key":"Port","type":"number"},{"key":"Token","type":"text","secret":true},{"key":"Mode","type":"dropdown","options":[{"value":"b"},{"value":"c"}]},{"key":"Retries","type":"number","default":3}]}}]}
        {"ecosystem":"e","pluginId":"still","name":"Still","settingsSchema":{"settings":[{"key":"A","type":"text"}]},"versions":[{"version":"1.0"},{"version":"2.0"}]}
        """;

    public static Task<ModuleHost> StartAsync() => ModuleHost.StartAsync("options-upgrades", () => [new CatalogModule(), new OptionsModule()],
        async services =>
        {
            var report = await services.GetRequiredService<CatalogImporter>().ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(Plugins)), new ImportOptions());
            Assert.Empty(report.Problems);
        },
        ("Catalog:AllowRemoteAdmin", "true"));

    /// <summary>The payload of a mutation about a plugin's version.</summary>
    public static async Task<JsonElement> ChangeAsync(this ModuleHost host, string mutation, object input) =>
        (await host.RunAsync(mutation, new { input })).GetProperty("data").GetProperty(mutation);

    public static async Task UpgradeAsync(this ModuleHost host, string name, string version, bool acceptOptionLoss = false) =>
        Assert.Equal(JsonValueKind.Null, (await host.ChangeAsync("upgradePlugin", new { name, version, acceptOptionLoss })).GetProperty("errors").ValueKind);

    public static async Task UpgradeRehearsedAsync(this ModuleHost host, string name, string version) =>
        Assert.Equal(JsonValueKind.Null, (await host.ChangeAsync("upgradePlugin", new { name, version, acceptOptionLoss = true, dryRun = true })).GetProperty("errors").ValueKind);
}
