using GraphQLPlugins.Kernel.Idempotency;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Modules;

/// <summary>What the graph is like wherever it is served or tested.</summary>
public static class ModuleGraph
{
    /// <summary>Adds the modules' types, and the conventions that they rely on.</summary>
    public static IRequestExecutorBuilder AddModuleGraph(this IRequestExecutorBuilder graph, params IReadOnlyList<IModule> modules)
    {
        foreach (var module in modules) module.AddTypes(graph);
#if OWN_ENGINE
        graph.AddExtendedFiltering();
        graph.TryAddTypeInterceptor<CommandArguments>();
#endif
        return graph
            .AddAuthorization()
            .AddGlobalObjectIdentification()
            .AddMutationConventions()
            .AddErrorInterfaceType<IUserError>()
            .AddErrorFilter(Refusal)
            .AddPagingArguments()
            .AddQueryContext()
            .AddProjections()
            .AddFiltering()
            .AddSorting()
            .AddUploadType()
            .AddInMemorySubscriptions()
            .ModifyPagingOptions(o => (o.DefaultPageSize, o.MaxPageSize) = (10, 100))
            // Each mutation field has its own unit of work, so that a refused one leaves nothing behind for the next.
            .ModifyOptions(o => o.DefaultMutationDependencyInjectionScope = DependencyInjectionScope.Resolver);
    }

    // Mutations list their refusals as typed errors; a query's refusal is an error of its field.
    private static IError Refusal(IError error) =>
        error.Exception is RefusalException refusal ? error.WithMessage(refusal.Message).WithCode(refusal.Code).RemoveException() : error;
}
