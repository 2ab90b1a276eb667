using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Execution.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The way into the engine without HTTP.</summary>
public static class GraphQLServiceCollectionExtensions
{
    /// <summary>Registers a schema and what executes it: no transport, no cost analysis, no security defaults.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="schemaName">The name among the host's schemas; null takes the default one.</param>
    public static IRequestExecutorBuilder AddGraphQL(this IServiceCollection services, string? schemaName = null)
    {
        services.AddOptions();
        services.AddExecution();
        return new RequestExecutorBuilder(schemaName ?? RequestExecutorBuilder.DefaultSchemaName, services);
    }
}
