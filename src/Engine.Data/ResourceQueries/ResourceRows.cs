using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>A query whose results are rows of named values.</summary>
internal abstract class ResourceRows
{
    public abstract Task<int> CountAsync(CancellationToken cancellationToken);

    public abstract Task<List<ResourceRow>> ListAsync((int Skip, int Take) window, CancellationToken cancellationToken);

    /// <summary>The rows of a query that is filtered already.</summary>
    public static ResourceRows Of<T>(IQueryable<T> source, ResourceFields<T> fields, ResourceQuery query, IQueryable<T> filtered)
    {
        var names = NamesOf(fields, query);
        var sorted = ResourceQueryExtensions.Sorted(filtered, fields, query.Sort);
        if (query.Unwind is not { } unwind)
        {
            var item = Expression.Parameter(typeof(T), "x");
            var (functions, _) = QueryRunner.FunctionsOf(source);
            var values = names.Select(n => Value(Operand.Of(fields.Find(n), item, functions)));
            return new Rows<T>(sorted, names, Expression.Lambda<Func<T, object?[]>>(Expression.NewArrayInit(typeof(object), values), item));
        }
        if (query.Only is null or { Count: 0 }) throw new ResourceQueryException(ResourceQueryException.Required, "unwind needs only.");
        var path = unwind.Path ?? throw new ResourceQueryException(ResourceQueryException.Required, "unwind needs path.");
        var list = fields.Find(path);
        var element = list.Element ?? throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{path} is no list that could be unwound.");
        var make = typeof(ResourceRows).GetMethod(nameof(Unwound), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        try
        {
            return (ResourceRows)make.MakeGenericMethod(typeof(T), element).Invoke(null, [sorted, fields, names, list, unwind])!;
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is not null)
        {
            throw e.InnerException;
        }
    }

    private static Rows<UnwoundItem<T, TElement>> Unwound<T, TElement>(
        IQueryable<T> source, ResourceFields<T> fields, IReadOnlyList<string> names, ResourceField list, ResourceUnwind unwind)
    {
        var (functions, inMemory) = QueryRunner.FunctionsOf(source);
        var outer = Expression.Parameter(typeof(T), "x");
        var inner = Expression.Parameter(typeof(TElement), "e");
        var elements = Expression.Lambda<Func<T, IEnumerable<TElement>>>(ParameterReplacer.Replace(list.Member, outer), outer);
        var row = Expression.Lambda<Func<T, TElement, UnwoundItem<T, TElement>>>(
            Expression.MemberInit(
                Expression.New(typeof(UnwoundItem<T, TElement>)),
                Expression.Bind(typeof(UnwoundItem<T, TElement>).GetProperty(nameof(UnwoundItem<T, TElement>.Item))!, outer),
                Expression.Bind(typeof(UnwoundItem<T, TElement>).GetProperty(nameof(UnwoundItem<T, TElement>.Element))!, inner)),
            outer, inner);
        var query = source.SelectMany(elements, row);
        var item = Expression.Parameter(typeof(UnwoundItem<T, TElement>), "r");
        var element = Expression.Property(item, nameof(UnwoundItem<T, TElement>.Element));
        var predicate = new ConditionBuilder(functions, inMemory).All(unwind.Filter, key => key == unwind.Path
            ? new Operand(key, element)
            : throw new ResourceQueryException(ResourceQueryException.UnknownKey, $"The filter of unwind is about {unwind.Path}, not about {key}."), ResourceOperators.OfElements);
        if (predicate is not null) query = query.Where(Expression.Lambda<Func<UnwoundItem<T, TElement>, bool>>(predicate, item));
        var parent = Expression.Property(item, nameof(UnwoundItem<T, TElement>.Item));
        var values = names.Select(n => n == unwind.Path ? Expression.Convert(element, typeof(object)) : Value(Operand.Of(fields.Find(n), parent, functions)));
        return new Rows<UnwoundItem<T, TElement>>(query, names, Expression.Lambda<Func<UnwoundItem<T, TElement>, object?[]>>(Expression.NewArrayInit(typeof(object), values), item));
    }

    private static IReadOnlyList<string> NamesOf<T>(ResourceFields<T> fields, ResourceQuery query)
    {
        if (query.Minimal == true && query.Only is null or { Count: 0 }) return fields.MinimalNames.Count > 0 ? fields.MinimalNames : [.. fields.Names];
        if (query.Only is not { Count: > 0 } only) return [.. fields.Names];
        var names = new List<string>();
        // Keys of the order are given too; a parent gives all its children.
        foreach (var name in only.Concat((query.Sort ?? []).Select(s => s.Key).OfType<string>()))
        {
            if (!names.Contains(name) && !only.Any(other => name.StartsWith(other + ".", StringComparison.Ordinal))) names.Add(name);
        }
        foreach (var name in names) fields.Find(name);
        return names;
    }

    private static Expression Value(Operand operand) => Expression.Convert(operand.Value, typeof(object));

    private sealed class Rows<TItem>(IQueryable<TItem> query, IReadOnlyList<string> names, Expression<Func<TItem, object?[]>> values) : ResourceRows
    {
        public override Task<int> CountAsync(CancellationToken cancellationToken) => QueryRunner.CountAsync(query, cancellationToken);

        public override async Task<List<ResourceRow>> ListAsync((int Skip, int Take) window, CancellationToken cancellationToken)
        {
            var page = (window.Skip > 0 ? query.Skip(window.Skip) : query).Take(window.Take).Select(values);
            var rows = new List<ResourceRow>();
            foreach (var line in await QueryRunner.ListAsync(page, cancellationToken).ConfigureAwait(false))
            {
                var row = new ResourceRow();
                for (var i = 0; i < names.Count; i++) row[names[i]] = StatOutput.Plain(line[i]);
                rows.Add(row);
            }
            return rows;
        }
    }
}

/// <summary>An item with one element of a list of its own.</summary>
internal sealed class UnwoundItem<T, TElement>
{
    public T Item { get; set; } = default!;

    public TElement Element { get; set; } = default!;
}
