using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.AzureRepos;
using GraphQLPlugins.Sources.Providers.Bitbucket;
using GraphQLPlugins.Sources.Providers.BitbucketCloud;
using GraphQLPlugins.Sources.Providers.GenericGit;
using GraphQLPlugins.Sources.Providers.Gitea;
using GraphQLPlugins.Sources.Providers.GitHub;
using GraphQLPlugins.Sources.Providers.GitLab;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Providers;

/// <summary>The list of the sources that are built in.</summary>
internal static class ProviderRegistration
{
    public static IServiceCollection AddProviders(this IServiceCollection services, SourcesOptions options) => services
        .AddSingleton<SmartHttp>()
        .Add((egress, clock) => new GitHubProvider(options.GitHub, egress, clock))
        .Add((egress, clock) => new GitLabProvider(options.GitLab, egress, clock))
        .Add((egress, clock) => new BitbucketCloudProvider(options.BitbucketCloud, egress, clock))
        .Add((egress, clock) => new BitbucketProvider(options.Bitbucket, egress, clock))
        .Add((egress, clock) => new GiteaProvider(options.Gitea, egress, clock))
        .Add((egress, clock) => new AzureReposProvider(options.AzureRepos, egress, clock))
        .AddSingleton<ISourceProvider>(provider => new GenericGitProvider(options.GenericGit, provider.GetRequiredService<SmartHttp>(), provider.GetRequiredService<EgressGuard>(), options.Mirrors));

    private static IServiceCollection Add(this IServiceCollection services, Func<EgressGuard, TimeProvider, ISourceProvider> make) =>
        services.AddSingleton(provider => make(provider.GetRequiredService<EgressGuard>(), provider.GetRequiredService<TimeProvider>()));
}
