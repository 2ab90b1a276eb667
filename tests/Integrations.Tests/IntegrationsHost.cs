using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>The modules up to integrations over a migrated database of their own.</summary>
internal static class IntegrationsHost
{
    public static Task<ModuleHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static Task<ModuleHost> StartAsync(TimeProvider clock, params (string Name, string Value)[] settings) =>
        ModuleHost.StartAsync("integrations", clock, Modules, _ => Task.CompletedTask, settings);

    public static IReadOnlyList<IModule> Modules() => [new CatalogModule(), new OptionsModule(), new IntegrationsModule(), new Happenings()];
}

/// <summary>Brings in the commands that only tests send.</summary>
internal sealed class Happenings : IModule
{
    public string Name => "happenings";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void AddTypes(IRequestExecutorBuilder graph)
    {
    }
}
