using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Demo;

public sealed class DemoPlansTests
{
    [Fact]
    public async Task Every_plugin_of_the_demo_catalog_can_be_installed()
    {
        await using var host = await CatalogHost.StartWithDemoAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var graph = await host.ReadAsync(db => host.Services.GetRequiredService<CatalogGraphs>().CurrentAsync(db, default));
        var admission = new Admission(Policy.Default(Organization.DefaultId, true, default), new CatalogOptions(), DateTimeOffset.UtcNow);
        var planner = scope.ServiceProvider.GetRequiredService<Planner>();

        Assert.Equal(365, graph.Plugins.Count);
        Assert.Equal("", string.Join("; ", graph.Plugins.Select(plugin => planner.Plan(graph, new Dictionary<string, InstalledPlugin>(), admission, new PlanRequest([new PlanPlugin(plugin.PluginId, plugin.Repository.RepositoryId, null)])))
            .SelectMany(plan => plan.Blocked).Select(block => block.Message)));
    }
}
