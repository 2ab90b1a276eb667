using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>What the field's pipeline does for it: decided once, when the schema's field is first used.</summary>
internal sealed class DataSteps
{
    public DataSteps(OutputField field, DataField data)
    {
        Data = data;
        // A resolver that takes the query context filters and sorts itself.
        var handled = field.Member is System.Reflection.MethodInfo method
            && Array.Exists(method.GetParameters(), p => p.ParameterType.IsGenericType && p.ParameterType.GetGenericTypeDefinition() == typeof(QueryContext<>));
        Filters = data.Has(DataMiddleware.Filtering) && !handled;
        Sorts = data.Has(DataMiddleware.Sorting) && !handled;
        Projects = data.Has(DataMiddleware.Projection) && !handled;
    }

    public DataField Data { get; }

    public bool Filters { get; }

    public bool Sorts { get; }

    public bool Projects { get; }

    /// <summary>The filter of a request; null without one.</summary>
    public InputObjectValue? Where(IResolverContext context) => Filters ? context.ArgumentValue<InputObjectValue?>("where") : null;

    /// <summary>The order of a request; null without one.</summary>
    public IReadOnlyList<object?>? Order(IResolverContext context) =>
        Sorts && context.ArgumentValue<IReadOnlyList<object?>?>("order") is { Count: > 0 } order ? order : null;
}
