using GraphQLPlugins.Catalog;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests;

/// <summary>Kernel, catalog and sources over a database of their own.</summary>
internal static class SourcesHost
{
    public static Task<ModuleHost> StartAsync(params (string Name, string Value)[] settings) =>
        ModuleHost.StartAsync("sources", () => [new CatalogModule(), new SourcesModule()], _ => Task.CompletedTask, [("Catalog:LoadDemo", "false"), .. settings]);

    /// <summary>Reads or writes rows past the commands.</summary>
    public static async Task<T> DbAsync<T>(this ModuleHost host, Func<SourcesDb, Task<T>> use)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<SourcesDb>>().CreateDbContextAsync();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        return await use(db);
    }
}
