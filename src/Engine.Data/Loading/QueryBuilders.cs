using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>Members that a loader should read.</summary>
public interface ISelectorBuilder
{
    /// <summary>The members as a projection; null when nobody said anything.</summary>
    Expression<Func<T, T>>? TryCompile<T>();
}

/// <summary>What a loader's items must pass.</summary>
public interface IPredicateBuilder
{
    /// <summary>All predicates together; null when there is none.</summary>
    Expression<Func<T, bool>>? TryCompile<T>();
}

/// <inheritdoc/>
public sealed class DefaultSelectorBuilder : ISelectorBuilder
{
    private readonly List<LambdaExpression> _selectors = [];

    /// <summary>Reads everything.</summary>
    public static DefaultSelectorBuilder Empty { get; } = new();

    /// <summary>A builder with these members too: <c>x => new T { ... }</c>.</summary>
    public DefaultSelectorBuilder Add<T>(Expression<Func<T, T>> selector)
    {
        var builder = new DefaultSelectorBuilder();
        builder._selectors.AddRange(_selectors);
        builder._selectors.Add(selector);
        return builder;
    }

    /// <inheritdoc/>
    public Expression<Func<T, T>>? TryCompile<T>()
    {
        var item = Expression.Parameter(typeof(T), "x");
        var bindings = new List<MemberBinding>();
        foreach (var selector in _selectors)
        {
            if (selector is not Expression<Func<T, T>> { Body: MemberInitExpression } || ParameterReplacer.Replace(selector, item) is not MemberInitExpression init) continue;
            bindings.AddRange(init.Bindings.Where(b => !bindings.Exists(known => known.Member.Name == b.Member.Name)));
        }
        return bindings.Count == 0 ? null : Expression.Lambda<Func<T, T>>(Expression.MemberInit(Expression.New(typeof(T)), bindings), item);
    }
}

/// <inheritdoc/>
public sealed class DefaultPredicateBuilder : IPredicateBuilder
{
    private readonly List<LambdaExpression> _predicates = [];

    /// <summary>Everything passes.</summary>
    public static DefaultPredicateBuilder Empty { get; } = new();

    /// <summary>A builder with this predicate too.</summary>
    public DefaultPredicateBuilder Add<T>(Expression<Func<T, bool>> predicate)
    {
        var builder = new DefaultPredicateBuilder();
        builder._predicates.AddRange(_predicates);
        builder._predicates.Add(predicate);
        return builder;
    }

    /// <inheritdoc/>
    public Expression<Func<T, bool>>? TryCompile<T>()
    {
        var item = Expression.Parameter(typeof(T), "x");
        Expression? all = null;
        foreach (var predicate in _predicates)
        {
            if (predicate is not Expression<Func<T, bool>>) continue;
            var body = ParameterReplacer.Replace(predicate, item);
            all = all is null ? body : Expression.AndAlso(all, body);
        }
        return all is null ? null : Expression.Lambda<Func<T, bool>>(all, item);
    }
}

/// <summary>Applies builders to queries.</summary>
public static class QueryBuilderExtensions
{
    /// <summary>Filters by all predicates of a builder.</summary>
    public static IQueryable<T> Where<T>(this IQueryable<T> queryable, IPredicateBuilder builder) =>
        builder.TryCompile<T>() is { } predicate ? queryable.Where(predicate) : queryable;

    /// <summary>Reads the members of a builder, and the key.</summary>
    public static IQueryable<T> Select<T, TKey>(this IQueryable<T> queryable, Expression<Func<T, TKey>> key, ISelectorBuilder builder)
    {
        if (builder.TryCompile<T>() is not { Body: MemberInitExpression init } selector) return queryable;
        if (key.Body is not MemberExpression { Member: System.Reflection.PropertyInfo property } || init.Bindings.Any(b => b.Member.Name == property.Name)) return queryable.Select(selector);
        var value = ParameterReplacer.Replace(key, selector.Parameters[0]);
        return queryable.Select(Expression.Lambda<Func<T, T>>(init.Update(init.NewExpression, [.. init.Bindings, Expression.Bind(property, value)]), selector.Parameters));
    }
}
