using System.ComponentModel;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Service scopes for generated loaders.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DataLoaderServices
{
    /// <summary>A scope of its own for one fetch; loaders in it are those of the operation.</summary>
    public static AsyncServiceScope CreateScope(IServiceProvider services)
    {
        var scope = services.CreateAsyncScope();
        if (services.GetService<OperationScope>() is { } operation && scope.ServiceProvider.GetService<OperationScope>() is { } own) own.Join(operation);
        return scope;
    }
}
