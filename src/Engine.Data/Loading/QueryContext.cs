using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Templates;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>What the client selects, filters and sorts by, for resolvers and loaders that query themselves. Immutable.</summary>
public record QueryContext<T>
{
    private Expression<Func<T, bool>>? _predicate;

    /// <param name="Selector">Only these members; null: all.</param>
    /// <param name="Predicate">Only these items; null: all.</param>
    /// <param name="Sorting">In this order; null: none.</param>
    public QueryContext(Expression<Func<T, T>>? Selector = null, Expression<Func<T, bool>>? Predicate = null, SortDefinition<T>? Sorting = null)
    {
        this.Selector = Selector;
        _predicate = Predicate;
        this.Sorting = Sorting;
    }

    internal QueryContext(ClientFilter? filter, SortDefinition<T>? sorting)
    {
        Filter = filter;
        Sorting = sorting;
    }

    /// <summary>Only these members; null: all.</summary>
    public Expression<Func<T, T>>? Selector { get; init; }

    /// <summary>Only these items; null: all.</summary>
    public Expression<Func<T, bool>>? Predicate
    {
        get => _predicate ??= Filter?.ToPredicate<T>();
        init
        {
            _predicate = value;
            Filter = null;
        }
    }

    /// <summary>In this order; null: none.</summary>
    public SortDefinition<T>? Sorting { get; init; }

    /// <summary>Everything, in any order.</summary>
    public static QueryContext<T> Empty { get; } = new();

    /// <summary>The client's filter, when nothing else takes its place.</summary>
    internal ClientFilter? Filter { get; private init; }

    /// <summary>Equal contexts have equal texts; loaders branch by it.</summary>
    internal string Key => Filter is null && Predicate is null && Sorting is null && Selector is null ? "" : string.Concat(
        Filter?.Key<T>() ?? (Predicate is null ? null : ExpressionKey.Of(Predicate)),
        ";",
        Sorting is null ? null : string.Join(',', Sorting.Operations.Select(o => $"{o.KeySelector}{o.Ascending}")),
        ";",
        Selector is null ? null : ExpressionKey.Of(Selector));

    public void Deconstruct(out Expression<Func<T, T>>? selector, out Expression<Func<T, bool>>? predicate, out SortDefinition<T>? sorting)
    {
        selector = Selector;
        predicate = Predicate;
        sorting = Sorting;
    }
}

/// <summary>Adds members to what is read.</summary>
public static class QueryContextSelection
{
    /// <summary>Reads this member too. Without a selector everything is read anyway.</summary>
    public static QueryContext<T> Include<T, TValue>(this QueryContext<T> context, Expression<Func<T, TValue>> propertySelector)
    {
        if (context.Selector is not { Body: MemberInitExpression init } selector) return context;
        if (propertySelector.Body is not MemberExpression { Member: System.Reflection.PropertyInfo property })
            throw new ArgumentException("Only a property can be included.", nameof(propertySelector));
        if (init.Bindings.Any(b => b.Member.Name == property.Name)) return context;
        var value = GraphQLPlugins.Engine.Data.Running.ParameterReplacer.Replace(propertySelector, selector.Parameters[0]);
        var body = init.Update(init.NewExpression, [.. init.Bindings, Expression.Bind(property, value)]);
        return context with { Selector = Expression.Lambda<Func<T, T>>(body, selector.Parameters) };
    }

    /// <summary>Reads these members: <c>x => new T { ... }</c>.</summary>
    public static QueryContext<T> Select<T>(this QueryContext<T> context, Expression<Func<T, T>> selector) => context with { Selector = selector };
}
