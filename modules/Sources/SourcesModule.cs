using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using GraphQLPlugins.Sources.Storage.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources;

/// <summary>Git hosts, the repositories that are followed there, and their hooks.</summary>
public sealed class SourcesModule : IModule
{
    public string Name => SourcesDb.Schema;

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<SourcesDb, PostgreSqlSourcesDb, SqlServerSourcesDb>();

    public void AddTypes(IRequestExecutorBuilder graph) => graph.AddSources().RegisterDbContextFactory<SourcesDb>();
}
