using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.OneOff;
using GraphQLPlugins.Sources.Polling;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Providers.Plugins;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Repositories.Activation;
using GraphQLPlugins.Sources.Services;
using GraphQLPlugins.Sources.Storage;
using GraphQLPlugins.Sources.Storage.Migrations;
using GraphQLPlugins.Sources.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources;

/// <summary>Git hosts, the repositories that are followed there, and their hooks.</summary>
public sealed class SourcesModule : IModule
{
    public string Name => SourcesDb.Schema;

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Sources").Get<SourcesOptions>() ?? new SourcesOptions();
        services
            .AddModuleDb<SourcesDb, PostgreSqlSourcesDb, SqlServerSourcesDb>()
            .AddSingleton(options)
            .AddEvents(SourceEventTypes.Status)
            .AddEvents(SourceEventTypes.Hook)
            .AddSingleton<OneOffSources>()
            .AddSingleton<PluginSources>()
            .AddSingleton<PluginSourceWatch>()
            .AddHostedService(provider => provider.GetRequiredService<PluginSourceWatch>())
            .AddSingleton(provider => new SourceProviders(provider.GetServices<ISourceProvider>(), provider.GetRequiredService<OneOffSources>(), provider.GetRequiredService<PluginSources>()))
            .AddProviders(options)
            .AddSingleton<IPackageRules, SourcePackageRules>()
            .AddScoped<GrantedAccount>()
            .AddSingleton<SourceAccesses>()
            .AddSingleton(provider => new RemoteRepositories(provider.GetRequiredService<SourceAccesses>(), options, provider.GetRequiredService<IMemoryCache>()))
            .AddScoped<SourceRepositoryStore>()
            .AddSingleton<GitProgram>()
            .AddSingleton<MirrorFolder>()
            .AddSingleton<Mirrors>()
            .AddSingleton<MirrorSweep>()
            .AddScoped(provider => new RepositoryContents(provider.GetRequiredService<Mirrors>(), options, provider.GetRequiredService<Actor>()))
            .AddSingleton(new Perishable("copies of repositories", (provider, ct) => provider.GetRequiredService<MirrorSweep>().RunOnceAsync(ct)))
            // The steps of an activation, in their order.
            .AddScoped<IActivationStep, CloneAccountStep>()
            .AddScoped<IActivationStep, MirrorStep>()
            .AddScoped<IActivationStep, HookStep>()
            .AddScoped<IActivationStep, ServicesStep>()
            .AddSingleton<ActivationRunner>()
            .AddSingleton<ActivationRecovery>()
            .AddHostedService(provider => provider.GetRequiredService<ActivationRecovery>())
            .AddScoped(provider => new HookUrls(
                provider.GetRequiredService<IDbContextFactory<SourcesDb>>(), provider.GetRequiredService<SourceProviders>(), provider.GetRequiredService<SecretBox>(), options, provider.GetRequiredService<Actor>()))
            .AddSingleton<HookDirectory>()
            .AddSingleton<HookEventLoop>()
            .AddSingleton(new Perishable("hook events", (provider, ct) => provider.GetRequiredService<HookEventLoop>().RemoveOldAsync(ct)))
            .AddHostedService(provider => provider.GetRequiredService<HookEventLoop>())
            .AddSingleton<HookReceiver>()
            .AddSingleton<PluginServices>()
            .AddSingleton(provider => new RepositoryServices(provider.GetServices<IRepositoryService>(), provider.GetRequiredService<PluginServices>()))
            .AddSync(options)
            .AddSingleton<PollLoop>()
            .AddHostedService(provider => provider.GetRequiredService<PollLoop>())
            .AddMemoryCache();
    }

    public void AddTypes(IRequestExecutorBuilder graph) => graph.AddSources().RegisterDbContextFactory<SourcesDb>();

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        foreach (var path in HookReceiver.Paths) endpoints.MapPost(path, endpoints.ServiceProvider.GetRequiredService<HookReceiver>().ReceiveAsync).AllowAnonymous();
    }
}
