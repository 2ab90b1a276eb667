using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Host.Graph;

/// <summary>The modules' types become one schema, served at one path.</summary>
internal static class GraphSetup
{
    private const string Path = "/graphql";

    public static void AddGraph(this IServiceCollection services, HostSettings settings, IReadOnlyList<IModule> modules) => services
        .AddGraphQLServer()
        .AddModuleTypes(modules)
        .AddAuthorization()
        .AddGlobalObjectIdentification()
        .AddMutationConventions()
        .AddErrorInterfaceType<IUserError>()
        .AddPagingArguments()
        .AddQueryContext()
        .AddProjections()
        .AddFiltering()
        .AddSorting()
        .AddExtendedFiltering()
        .AddUploadType()
        .AddInMemorySubscriptions()
        .AddErrorFilter(Refusal)
        .ModifyPagingOptions(o => (o.DefaultPageSize, o.MaxPageSize) = (10, 100))
        .ModifyOptions(o =>
        {
            o.EnableDefer = o.EnableStream = true;
            // Each mutation field has its own unit of work, so that a refused one leaves nothing behind for the next.
            o.DefaultMutationDependencyInjectionScope = DependencyInjectionScope.Resolver;
        });

    // Mutations list their refusals as typed errors; a query's refusal is an error of its field.
    private static IError Refusal(IError error) =>
        error.Exception is RefusalException refusal ? error.WithMessage(refusal.Message).WithCode(refusal.Code).RemoveException() : error;

    public static void MapGraph(this IEndpointRouteBuilder endpoints) => endpoints.MapGraphQL(Path);

    /// <summary>Builds the schema, so that the first request does not wait for it.</summary>
    public static async Task WarmUpGraphAsync(this IServiceProvider services, CancellationToken ct) =>
        await services.GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(cancellationToken: ct);
}
