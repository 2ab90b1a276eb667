using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Publishing;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Services;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Sync;

internal static class SyncRegistration
{
    /// <summary>The queue of syncs, what runs in it, and what services get by it.</summary>
    public static IServiceCollection AddSync(this IServiceCollection services, SourcesOptions options) => services
        .AddScoped<ISyncTrigger, SyncTrigger>()
        .AddJob<SyncRepository, SyncJob>(Kind(SyncRepository.Kind, options.Sync.MaxTime))
        .AddJob<ReleaseService, ReleaseServiceJob>(Kind(ReleaseService.Kind, options.Sync.ServiceTime))
        .AddJob<PublishTags, PublishTagsJob>(Kind(PublishTags.Kind, options.Sync.MaxTime))
        .AddSingleton(options.Sync)
        .AddSingleton<PluginDiscovery>()
        .AddScoped(provider => new PluginDiscoveries(provider.GetRequiredService<PluginDiscovery>(), provider.GetRequiredService<Mirrors>(), provider.GetRequiredService<SourceVersions>()))
        .AddSingleton<BranchDeliveries>()
        .AddSingleton<ServiceRound>()
        .AddSingleton<SyncLoop>()
        .AddHostedService(provider => provider.GetRequiredService<SyncLoop>());

    private static JobKind Kind(string name, TimeSpan maxRunTime) => new(name) { Resumes = true, ReadCapability = "sources:read", ManageCapability = "sources:write", MaxRunTime = maxRunTime };
}
