using GraphQLPlugins.Engine.AspNetCore;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Kernel.Documents;
using GraphQLPlugins.Kernel.Modules;

namespace GraphQLPlugins.Host.Graph;

/// <summary>The modules' types become one schema, served at one path.</summary>
internal static class GraphSetup
{
    public const string Path = "/graphql";

    public static void AddGraph(this IServiceCollection services, HostSettings settings, IReadOnlyList<IModule> modules) => services
        // The mode that passes every audit of graphql-http: JSON for whoever accepts anything, the newer type for whoever names it.
        .AddHttpResponseFormatter(new HttpResponseFormatterOptions { HttpTransportVersion = HttpTransportVersion.Legacy })
        // The default security depends on the environment; here the same rules hold everywhere, and the settings change them.
        .AddGraphQLServer(maxAllowedRequestSize: settings.Http.MaxRequestBytes, disableDefaultSecurity: true)
        .AddModuleGraph(modules)
        .AddCostAnalyzer()
        .ModifyCostOptions(o => (o.MaxFieldCost, o.MaxTypeCost) = (settings.Graph.MaxFieldCost, settings.Graph.MaxTypeCost))
        .AddMaxAllowedFieldCycleDepthRule()
        .DisableIntrospection(!settings.Graph.Introspection)
        .AddStoredDocuments(settings.Graph)
        .AddSocketSessionInterceptor<TokenSocketInterceptor>()
        .ModifyOptions(o => o.EnableDefer = o.EnableStream = true)
        .ModifyRequestOptions(o => o.Limits = settings.Limits);

    public static void MapGraph(this IEndpointRouteBuilder endpoints, HostSettings settings)
    {
        endpoints.MapGraphQLPersistedOperations($"{Path}/persisted");
        endpoints.MapGraphQL(Path).WithOptions(new GraphQLServerOptions
        {
            EnableSchemaRequests = settings.Graph.Introspection,
            Tool = { Enable = settings.Graph.Ide, Kind = settings.Ide.Kind, Title = "GraphQLPlugins", Tabs = ExampleTabs.All },
        });
    }

    private static IRequestExecutorBuilder AddStoredDocuments(this IRequestExecutorBuilder graph, GraphOptions options)
    {
        graph = options.Documents is { Automatic: true, OnlyTrusted: false } ? graph.UseAutomaticPersistedOperationPipeline() : graph.UsePersistedOperationPipeline();
        return graph
            .AddOperationDocumentStorage(services => new StoredDocuments(services.GetRequiredService<TrustedDocuments>(), options))
            .ModifyPersistedOperations(o => o.OnlyAllowPersistedDocuments = options.Documents.OnlyTrusted);
    }

    /// <summary>Builds the schema and runs a request, so that the first client waits for neither the schema nor the compiler.</summary>
    public static async Task WarmUpGraphAsync(this IServiceProvider services, CancellationToken ct)
    {
        var executor = await services.GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(cancellationToken: ct);
        await using var scope = services.CreateAsyncScope();
        var request = OperationRequestBuilder.New().SetDocument("query WarmUp($name: String!) { __typename __type(name: $name) { name fields { name } } }")
            .SetVariableValues(new Dictionary<string, object?> { ["name"] = "Query" }).SetServices(scope.ServiceProvider).AllowIntrospection().Build();
        await using var result = await executor.ExecuteAsync(request, ct);
    }
}
