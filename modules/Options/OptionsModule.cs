using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Copying;
using GraphQLPlugins.Options.Endpoints;

using GraphQLPlugins.Options.Projects;
using GraphQLPlugins.Options.Release;
using GraphQLPlugins.Options.Contracts;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Storage.Migrations;
using GraphQLPlugins.Options.Trials;
using GraphQLPlugins.Options.Upgrades;
using GraphQLPlugins.Options.Values;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options;

/// <summary>What plugins are told, at every scope, with history, secrets kept secret.</summary>
public sealed class OptionsModule : IModule
{
    public string Name => OptionsDb.Schema;

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<OptionsDb, PostgreSqlOptionsDb, SqlServerOptionsDb>()
        .AddScoped(provider => new ScopeChain(provider.GetRequiredService<Actor>(), provider.GetRequiredService<IDbContextFactory<KernelDb>>(), provider.GetRequiredService<KnownScopes>()))
        .AddScoped<OptionSetReader>()
        .AddScoped<HeldRows>()
        .AddSingleton<KnownScopes>()
        .AddScoped<OptionSetAfterwards>()
        .AddScoped<OptionWriter>()
        .AddScoped<OptionCopier>()
        .AddScoped<PluginOptionValues>()
        .AddScoped<IPluginOptionValues>(provider => provider.GetRequiredService<PluginOptionValues>())
        .AddSingleton<SecretReleases>()
        .AddScoped<PluginAdmission>()
        .AddScoped<IOptionMigration, OptionMigration>()
        .AddScoped<OptionTrial>()
        .AddSingleton(configuration.GetSection("Options").Get<OptionsSettings>() ?? new OptionsSettings())
        .AddSingleton<HiddenPlugins>()
        .AddScoped<ProjectOptionsView>()
        .AddScoped<ProjectPluginList>()
        .AddScoped<ConfiguredProjects>()
        .AddEvents(OptionEventTypes.Changed);

    public void AddTypes(IRequestExecutorBuilder graph) => graph.AddOptions();

    public void MapEndpoints(IEndpointRouteBuilder endpoints) => endpoints.MapPluginViews();
}
