using System.Text;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests;

/// <summary>Kernel, catalog and options with three plugins: one with a form, one with a reserved prefix like its name, one without options.</summary>
internal static class OptionsHost
{
    private const string Plugins = """
        {"ecosystem":"e","pluginId":"chat","settingsSchema":{"settings":[{"key":"Url","type":"text","default":"http://localhost"},{"key":"Token","type":"generated"},{"key":"Limit","type":"number","default":10},{"key":"Mode","type":"dropdown","default":"a","options":[{"display_name":"A","value":"a"},{"display_name":"B","value":"b"}]}]},"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"chat2","settingsSchema":{"settings":[{"key":"Url","type":"text"}]},"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"plain","versions":[{"version":"1.0"}]}
        """;

    public static Task<ModuleHost> StartAsync() => ModuleHost.StartAsync("options", () => [new CatalogModule(), new OptionsModule()],
        async services =>
        {
            var report = await services.GetRequiredService<CatalogImporter>().ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(Plugins)), new ImportOptions());
            Assert.Empty(report.Problems);
        },
        ("Catalog:AllowRemoteAdmin", "true"));
}
