using GraphQLPlugins.Catalog.Artifacts.Inspection;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Artifacts;

internal static class ArtifactRegistration
{
    /// <summary>The files of plugins.</summary>
    public static IServiceCollection AddArtifacts(this IServiceCollection services) => services
        .AddSingleton<ContentStore>()
        .AddSingleton<ArtifactShelf>()
        .AddSingleton<ArtifactInspector>()
        .AddSingleton<ArtifactDownload>()
        .AddSingleton<DropFolder>()
        .AddScoped<ArtifactIntake>()
        .AddHostedService<ArtifactCollector>();
}
