using GraphQLPlugins.Catalog.Demo;
using GraphQLPlugins.Catalog.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Demo;

public sealed class DemoCatalogTests
{
    [SharedDataTheory]
    [InlineData("jenkins.ndjson.gz")]
    [InlineData("mattermost.ndjson.gz")]
    [InlineData("cloudforet.json.gz")]
    public void The_shipped_files_are_what_the_published_catalogs_give(string file)
    {
        var folder = SharedData.Folder!;
        var made = file switch
        {
            "jenkins.ndjson.gz" => DemoCatalogMaker.Jenkins(folder),
            "mattermost.ndjson.gz" => DemoCatalogMaker.Mattermost(folder),
            _ => DemoCatalogMaker.Cloudforet(folder),
        };
        if (Environment.GetEnvironmentVariable("UPDATE_DEMO") == "1")
            File.WriteAllBytes(Path.Combine(Testing.Repository.Root, "modules", "Catalog", "Demo", file), DemoCatalogMaker.Compress(made));
        else
            Assert.Equal(made, DemoCatalogMaker.Decompress(DemoCatalog.Open(file)));
    }

    [Fact]
    public async Task An_empty_catalog_is_filled_once()
    {
        await using var host = await CatalogHost.StartAsync();
        var demo = host.Services.GetRequiredService<DemoCatalog>();

        var reports = await demo.LoadIfEmptyAsync(default);

        Assert.Equal([("managed", 35), ("jenkins", 300), ("mattermost", 30)], reports.Select(report => (report.Repository, report.PluginsCreated)));
        Assert.All(reports, report => Assert.Empty(report.Problems));
        Assert.Empty(await demo.LoadIfEmptyAsync(default));
    }

    [Fact]
    public async Task The_demo_is_closed_under_the_mandatory_dependencies_of_its_latest_versions_and_holds_no_description()
    {
        await using var host = await CatalogHost.StartAsync();
        await host.Services.GetRequiredService<DemoCatalog>().LoadIfEmptyAsync(default);

        var dangling = await host.ReadAsync(db => (
            from plugin in db.Plugins
            join dependency in db.Dependencies on plugin.LatestVersionKey equals dependency.VersionKey
            where !dependency.Optional && !db.Plugins.Any(other => other.RepositoryKey == dependency.RepositoryKey && other.PluginId == dependency.PluginId)
            select dependency.PluginId).ToListAsync());
        Assert.Empty(dangling);
        Assert.Equal(0, await host.ReadAsync(db => db.Plugins.CountAsync(plugin => plugin.Description != null)));
        Assert.Equal(24, await host.ReadAsync(db => db.Plugins.CountAsync(plugin => plugin.Repository.Name == "mattermost" && plugin.Template != null)));
    }

    [Fact]
    public async Task A_catalog_in_use_is_left_alone()
    {
        await using var host = await CatalogHost.StartAsync();
        await host.Database.ExecuteAsync("INSERT INTO catalog.repositories SELECT gen_random_uuid(), 'repo-000000000001', 'mine', 'Imported', 'Enabled', NULL, 30, NULL, NULL, now(), NULL");

        Assert.Empty(await host.Services.GetRequiredService<DemoCatalog>().LoadIfEmptyAsync(default));

        Assert.Equal([RepositoryType.Local, RepositoryType.Imported], await host.ReadAsync(db => db.Repositories.OrderBy(repository => repository.Priority).Select(repository => repository.Type).ToListAsync()));
    }
}
