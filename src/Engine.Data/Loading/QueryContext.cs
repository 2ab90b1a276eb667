using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>What the client selects, filters and sorts by, for resolvers and loaders that query themselves.</summary>
/// <param name="Selector">Only these members; null: all.</param>
/// <param name="Predicate">Only these items; null: all.</param>
/// <param name="Sorting">In this order; null: none.</param>
public record QueryContext<T>(
    Expression<Func<T, T>>? Selector = null,
    Expression<Func<T, bool>>? Predicate = null,
    SortDefinition<T>? Sorting = null)
{
    /// <summary>Everything, in any order.</summary>
    public static QueryContext<T> Empty { get; } = new();
}
