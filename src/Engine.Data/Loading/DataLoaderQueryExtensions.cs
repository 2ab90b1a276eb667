using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Templates;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>Loaders that fetch what a field asks for: each page, filter and order has a branch of the loader, so that equal ones are fetched at once.</summary>
public static class DataLoaderQueryExtensions
{
    /// <summary>Loads a page for each key.</summary>
    public static IDataLoader<TKey, Page<TValue>> With<TKey, TValue>(
        this IDataLoader<TKey, Page<TValue>> dataLoader, PagingArguments pagingArguments, QueryContext<TValue>? context = null)
        where TKey : notnull
    {
        var key = context is null ? pagingArguments.Key : string.Concat(pagingArguments.Key, "?", context.Key);
        // Equal keys mean equal states, so a branch that is there has the right ones already.
        return (IDataLoader<TKey, Page<TValue>>)dataLoader.Branch(key, static (name, root, states) =>
        {
            var branch = root.NewBranch(name).SetState(states.pagingArguments);
            return states.context is null ? branch : branch.SetState(states.context);
        }, (pagingArguments, context));
    }

    /// <summary>Loads by a query context.</summary>
    public static IDataLoader<TKey, TValue> With<TKey, TValue>(this IDataLoader<TKey, TValue> dataLoader, QueryContext<TValue> context) where TKey : notnull =>
        dataLoader.Branch($"?{context.Key}").SetState(context);

    /// <inheritdoc cref="With{TKey, TValue}(IDataLoader{TKey, TValue}, QueryContext{TValue})"/>
    public static IDataLoader<TKey, TValue[]> With<TKey, TValue>(this IDataLoader<TKey, TValue[]> dataLoader, QueryContext<TValue> context) where TKey : notnull =>
        dataLoader.Branch($"?{context.Key}").SetState(context);

    /// <inheritdoc cref="With{TKey, TValue}(IDataLoader{TKey, TValue}, QueryContext{TValue})"/>
    public static IDataLoader<TKey, List<TValue>> With<TKey, TValue>(this IDataLoader<TKey, List<TValue>> dataLoader, QueryContext<TValue> context) where TKey : notnull =>
        dataLoader.Branch($"?{context.Key}").SetState(context);

    /// <summary>Loads only what passes the predicate.</summary>
    public static IDataLoader<TKey, TValue> Where<TKey, TValue>(this IDataLoader<TKey, TValue> dataLoader, Expression<Func<TValue, bool>> predicate) where TKey : notnull =>
        dataLoader.Branch("where " + ExpressionKey.Of(predicate)).SetState<TKey, TValue, IPredicateBuilder>(new DefaultPredicateBuilder().Add(predicate));

    /// <summary>Loads in an order.</summary>
    public static IDataLoader<TKey, TValue> OrderBy<TKey, TValue>(this IDataLoader<TKey, TValue> dataLoader, SortDefinition<TValue> sortDefinition) where TKey : notnull =>
        dataLoader.Branch($"order {string.Join(',', sortDefinition.Operations.Select(o => $"{o.KeySelector}{o.Ascending}"))}").SetState(sortDefinition);

    /// <summary>Loads only some members: <c>x => new T { ... }</c>.</summary>
    public static IDataLoader<TKey, TValue> Select<TKey, TValue>(this IDataLoader<TKey, TValue> dataLoader, Expression<Func<TValue, TValue>> selector) where TKey : notnull =>
        dataLoader.Branch("select " + ExpressionKey.Of(selector)).SetState<TKey, TValue, ISelectorBuilder>(new DefaultSelectorBuilder().Add(selector));
}
