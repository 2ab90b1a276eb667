using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Bulk;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Demo;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Registries;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Storage.Migrations;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog;

/// <summary>Repositories, plugins, their versions and dependencies, and what is installed from them.</summary>
public sealed class CatalogModule : IModule
{
    public string Name => CatalogDb.Schema;

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddModuleDb<CatalogDb, PostgreSqlCatalogDb, SqlServerCatalogDb>()
            .AddSingleton(configuration.GetSection("Catalog").Get<CatalogOptions>() ?? new CatalogOptions())
            .AddArtifacts()
            .AddInstallations()
            .AddCatalogJobs()
            .AddPluginRuntime()
            .AddSingleton<CatalogImporter>()
            .AddSingleton<ImportInbox>()
            .AddSingleton(new Perishable("files to be imported", (provider, _) => Task.FromResult(provider.GetRequiredService<ImportInbox>().RemoveOld())))
            .AddSingleton<DemoCatalog>()
            .AddSingleton<CatalogGraphs>()
            .AddScoped<Planner>()
            .AddScoped<PlanExecution>()
            .AddScoped<BulkStart>()
            .AddTransient<BulkChange>()
            .AddScoped<SignatureCheck>()
            .AddSingleton<RegistryLogin>()
            .AddSingleton<RegistryClient>()
            .AddSingleton<RegistryVersions>()
            .AddScoped<RegistryCheck>()
            .AddScoped<Warnings>()
            .AddSingleton<RepositoryTokens>()
            .AddSingleton<RemoteHealth>()
            .AddSingleton<RemoteClient>()
            .AddSingleton<RemoteSync>()
            .AddSingleton<RemoteEntries>()
            .AddScoped<PluginFreshness>()
            .AddScoped<PluginListings>()
            .AddSingleton<InstalledPlugins>()
            .AddScoped(provider => new SourceVersions(provider.GetRequiredService<IMediator>(), provider.GetRequiredService<Actor>(), provider.GetRequiredService<IDbContextFactory<CatalogDb>>()))
            .AddHostedService<RepositoryWatch>()
            .AddHostedService<ManagedFile>()
            .AddEvents(CatalogEventTypes.Lifecycle)
            .AddEvents(CatalogEventTypes.Catalog)
            .AddMemoryCache();
    }

    public void AddTypes(IRequestExecutorBuilder graph) => graph.AddCatalog().RegisterDbContextFactory<CatalogDb>();

    /// <summary>The one local repository.</summary>
    public async Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<CatalogDb>();
        if (await db.Repositories.AnyAsync(repository => repository.Type == RepositoryType.Local, ct))
            return;
        db.Add(Repository.Create(Repository.LocalName, RepositoryType.Local, null, null, services.GetRequiredService<TimeProvider>().Now()));
        await db.SaveChangesAsync(ct);
    }
}
