using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Runs resource queries where their rows are: on a database as SQL, in memory as LINQ.</summary>
public static class ResourceQueryExtensions
{
    private const int MaxRows = 10_000;

    /// <summary>The items of a query. Errors: <see cref="ResourceQueryException"/>.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="fields">What the query may name.</param>
    /// <param name="query">The query.</param>
    /// <param name="count">Whether the total is wanted; a page may cost a second statement for it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<ResourceResult<T>> ToResourcesAsync<T>(
        this IQueryable<T> source, ResourceFields<T> fields, ResourceQuery query, bool count = true, CancellationToken cancellationToken = default)
    {
        var filtered = Guarded(() => Filtered(source, fields, query.Filter, query.FilterOr, query.Keyword));
        if (query.CountOnly == true) return new ResourceResult<T>([], await QueryRunner.CountAsync(filtered, cancellationToken).ConfigureAwait(false));
        var page = Guarded(() => Page(Sorted(filtered, fields, query.Sort), query.Page));
        var items = await QueryRunner.ListAsync(page, cancellationToken).ConfigureAwait(false);
        return new ResourceResult<T>(items, count ? await TotalAsync(filtered, query.Page, items.Count, cancellationToken).ConfigureAwait(false) : null);
    }

    /// <summary>The rows of a query: the fields that it names, the minimal ones, or all. Errors: <see cref="ResourceQueryException"/>.</summary>
    /// <inheritdoc cref="ToResourcesAsync"/>
    public static async Task<ResourceResult<ResourceRow>> ToResourceRowsAsync<T>(
        this IQueryable<T> source, ResourceFields<T> fields, ResourceQuery query, bool count = true, CancellationToken cancellationToken = default)
    {
        var rows = Guarded(() => ResourceRows.Of(fields, query, Filtered(source, fields, query.Filter, query.FilterOr, query.Keyword)));
        if (query.CountOnly == true) return new ResourceResult<ResourceRow>([], await rows.CountAsync(cancellationToken).ConfigureAwait(false));
        var items = await rows.ListAsync(Window(query.Page), cancellationToken).ConfigureAwait(false);
        if (!count) return new ResourceResult<ResourceRow>(items, null);
        var isWhole = query.Page is null && items.Count < MaxRows;
        return new ResourceResult<ResourceRow>(items, isWhole ? items.Count : await rows.CountAsync(cancellationToken).ConfigureAwait(false));
    }

    internal static IQueryable<T> Filtered<T>(
        IQueryable<T> source, ResourceFields<T> fields, IReadOnlyList<ResourceCondition>? filter, IReadOnlyList<ResourceCondition>? filterOr, string? keyword)
    {
        var (functions, inMemory) = QueryRunner.FunctionsOf(source);
        var builder = new ConditionBuilder(functions, inMemory);
        var item = Expression.Parameter(typeof(T), "x");
        Operand Find(string key) => Operand.Of(fields.Find(key), item, functions);
        Expression? predicate = null;
        foreach (var part in new[] { builder.All(filter, Find), builder.Any(filterOr, Find), Keyword(builder, fields, keyword, Find) })
        {
            if (part is not null) predicate = predicate is null ? part : Expression.AndAlso(predicate, part);
        }
        return predicate is null ? source : source.Where(Expression.Lambda<Func<T, bool>>(predicate, item));
    }

    internal static IQueryable<T> Sorted<T>(IQueryable<T> source, ResourceFields<T> fields, IReadOnlyList<ResourceSort>? sort)
    {
        var (functions, _) = QueryRunner.FunctionsOf(source);
        var expression = source.Expression;
        var first = true;
        foreach (var key in sort is { Count: > 0 } ? sort : fields.DefaultSort)
        {
            var field = fields.Find(key.Key ?? throw new ResourceQueryException(ResourceQueryException.Required, "A sort has no key."));
            var item = Expression.Parameter(typeof(T), "x");
            var operand = Operand.Of(field, item, functions);
            if (field.Element is not null || operand.IsWhole)
                throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{field.Name} has no order to sort by.");
            // Numbers in documents come by their size, texts apart from them.
            foreach (var value in operand.Document is { } document ? [document.Number, document.Text] : new[] { QueryRunner.Sortable(operand.Value) })
            {
                expression = QueryRunner.OrderBy(expression, Expression.Lambda(value, item), key.Desc == true, first);
                first = false;
            }
        }
        return source.Provider.CreateQuery<T>(QueryRunner.OrderBy(expression, fields.Tiebreak, descending: false, first));
    }

    internal static (int Skip, int Take) Window(ResourcePage? page)
    {
        var limit = page?.Limit is > 0 and { } given ? Math.Min(given, MaxRows) : MaxRows;
        return (page is null || page.Limit is null or <= 0 ? 0 : Math.Max(1, page.Start ?? 1) - 1, limit);
    }

    /// <summary>What a database cannot do is the query's error.</summary>
    internal static TResult Guarded<TResult>(Func<TResult> build)
    {
        try
        {
            return build();
        }
        catch (GraphQLException e)
        {
            throw new ResourceQueryException(ResourceQueryException.NotSupported, e.Message);
        }
    }

    private static IQueryable<T> Page<T>(IQueryable<T> source, ResourcePage? page)
    {
        var (skip, take) = Window(page);
        return skip > 0 ? source.Skip(skip).Take(take) : source.Take(take);
    }

    private static async Task<int> TotalAsync<T>(IQueryable<T> filtered, ResourcePage? page, int count, CancellationToken cancellationToken)
    {
        var (skip, take) = Window(page);
        return skip == 0 && count < take ? count : await QueryRunner.CountAsync(filtered, cancellationToken).ConfigureAwait(false);
    }

    private static Expression? Keyword<T>(ConditionBuilder builder, ResourceFields<T> fields, string? keyword, Func<string, Operand> find)
    {
        if (string.IsNullOrWhiteSpace(keyword)) return null;
        if (keyword.Length > 500) throw new ResourceQueryException(ResourceQueryException.LimitExceeded, "A keyword has at most 500 characters.");
        if (!ResourceValues.IsText(keyword)) throw new ResourceQueryException(ResourceQueryException.InvalidValue, "The keyword contains the character NUL or half of a surrogate pair.");
        Expression? any = null;
        foreach (var name in fields.KeywordNames)
        {
            var one = builder.Contains(find(name), keyword);
            any = any is null ? one : Expression.OrElse(any, one);
        }
        return any;
    }
}
