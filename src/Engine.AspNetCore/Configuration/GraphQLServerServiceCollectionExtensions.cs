using GraphQLPlugins.Engine.AspNetCore.Configuration;
using GraphQLPlugins.Engine.Execution.Configuration;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The way into the engine with HTTP.</summary>
public static class GraphQLServerServiceCollectionExtensions
{
    private const int DefaultFieldCycleDepth = 3;

    /// <summary>Registers a schema, what executes it and what serves it.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="schemaName">The name among the host's schemas; null takes the default one.</param>
    /// <param name="maxAllowedRequestSize">Bytes of a JSON body; one more is refused with HC0010. HotChocolate's default is 20 MB.</param>
    /// <param name="disableDefaultSecurity">Leaves out cost analysis, and outside of development the hiding of the schema and the limit of field cycles.</param>
    public static IRequestExecutorBuilder AddGraphQLServer(this IServiceCollection services, string? schemaName = null,
        int maxAllowedRequestSize = HttpSetup.DefaultMaxRequestBytes, bool disableDefaultSecurity = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxAllowedRequestSize);
        var builder = services.AddGraphQL(schemaName);
        builder.ConfigureHttp(setup => setup.MaxRequestBytes = maxAllowedRequestSize);
        if (disableDefaultSecurity) return builder;
        return builder.AddCostAnalyzer().ConfigureValidation((provider, options) => provider.GetService<IHostEnvironment>()?.IsDevelopment() == true
            ? options
            : options with { AllowIntrospection = false, MaxFieldCycleDepth = DefaultFieldCycleDepth });
    }

    /// <inheritdoc cref="AddGraphQLServer(IServiceCollection, string?, int, bool)"/>
    public static IRequestExecutorBuilder AddGraphQL(this IHostApplicationBuilder builder, string? schemaName = null,
        int maxAllowedRequestSize = HttpSetup.DefaultMaxRequestBytes, bool disableDefaultSecurity = false) =>
        builder.Services.AddGraphQLServer(schemaName, maxAllowedRequestSize, disableDefaultSecurity);
}
