using GraphQLPlugins.Catalog;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>The modules up to integrations over a migrated database of their own.</summary>
internal static class IntegrationsHost
{
    public static Task<ModuleHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static Task<ModuleHost> StartAsync(TimeProvider clock, params (string Name, string Value)[] settings) =>
        ModuleHost.StartAsync("integrations", clock, () => [new CatalogModule(), new OptionsModule(), new IntegrationsModule()], _ => Task.CompletedTask, settings);
}
