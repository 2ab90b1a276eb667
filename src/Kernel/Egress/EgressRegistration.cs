using GraphQLPlugins.Kernel.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Kernel.Egress;

internal static class EgressRegistration
{
    public static IServiceCollection AddEgress(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(Options.Create(configuration.GetSection("Egress").Get<EgressOptions>() ?? new EgressOptions()))
        .AddSingleton<EgressGuard>()
        .AddSingleton<OAuthClient>();
}
