using GraphQLPlugins.Kernel.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Modules;

/// <summary>Puts modules together.</summary>
public static class ModuleRegistration
{
    /// <summary>Registers the modules' services and handlers.</summary>
    public static IServiceCollection AddModules(this IServiceCollection services, IConfiguration configuration, params IReadOnlyList<IModule> modules)
    {
        foreach (var module in modules)
        {
            services.AddSingleton(module);
            module.AddServices(services, configuration);
        }
        return services.AddMediation([.. modules.Select(m => m.GetType().Assembly).Distinct()]);
    }
}
