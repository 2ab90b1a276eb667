using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Secrets;

internal static class SecretsRegistration
{
    public static IServiceCollection AddSecrets(this IServiceCollection services) => services
        // It would warn at the first start that the database holds the keys as they are, which is what lets every host read them.
        .AddLogging(log => log.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error))
        .AddSingleton<IXmlRepository, KeyRing>()
        .AddSingleton<SharedKeys>()
        .AddSingleton(provider => new SecretBox(provider.GetRequiredService<SharedKeys>()));
}
