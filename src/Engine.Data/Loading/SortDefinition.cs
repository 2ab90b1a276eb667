using System.Collections.Immutable;
using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>One key of an order.</summary>
public interface ISortBy<T>
{
    /// <summary>The key.</summary>
    LambdaExpression KeySelector { get; }

    /// <summary>Up, or down.</summary>
    bool Ascending { get; }
}

/// <summary>Makes keys of an order.</summary>
public static class SortBy<T>
{
    /// <summary>Up.</summary>
    public static ISortBy<T> Ascending<TKey>(Expression<Func<T, TKey>> keySelector) => new SortKey<T>(keySelector, true);

    /// <summary>Down.</summary>
    public static ISortBy<T> Descending<TKey>(Expression<Func<T, TKey>> keySelector) => new SortKey<T>(keySelector, false);
}

internal sealed record SortKey<T>(LambdaExpression KeySelector, bool Ascending) : ISortBy<T>;

/// <summary>An order: keys by priority. Immutable.</summary>
public sealed record SortDefinition<T>
{
    public SortDefinition(params ISortBy<T>[] operations) => Operations = [.. operations];

    public SortDefinition(IEnumerable<ISortBy<T>> operations) => Operations = [.. operations];

    /// <summary>The keys by priority.</summary>
    public ImmutableArray<ISortBy<T>> Operations { get; init; }

    /// <summary>No order.</summary>
    public static SortDefinition<T> Empty { get; } = new();

    /// <summary>This order, then up by another key.</summary>
    public SortDefinition<T> AddAscending<TKey>(Expression<Func<T, TKey>> keySelector) => Add(SortBy<T>.Ascending(keySelector));

    /// <summary>This order, then down by another key.</summary>
    public SortDefinition<T> AddDescending<TKey>(Expression<Func<T, TKey>> keySelector) => Add(SortBy<T>.Descending(keySelector));

    /// <summary>This order, or another one when there is none.</summary>
    public SortDefinition<T> IfEmpty(Func<SortDefinition<T>, SortDefinition<T>> applyIfEmpty) => Operations.Length == 0 ? applyIfEmpty(this) : this;

    private SortDefinition<T> Add(ISortBy<T> key) => new(Operations.Add(key));
}
