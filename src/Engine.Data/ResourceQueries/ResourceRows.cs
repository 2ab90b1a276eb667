namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>A query whose results are rows of named values.</summary>
internal sealed class ResourceRows
{
    private readonly IQueryProvider _provider;
    private readonly StatPipeline _pipeline;
    private readonly IReadOnlyList<StatColumn> _columns;

    private ResourceRows(IQueryProvider provider, StatPipeline pipeline, IReadOnlyList<StatColumn> columns)
    {
        _provider = provider;
        _pipeline = pipeline;
        _columns = columns;
    }

    /// <summary>The rows of a query that is filtered already. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static ResourceRows Of<T>(ResourceFields<T> fields, ResourceQuery query, IQueryable<T> filtered)
    {
        var names = NamesOf(fields, query);
        var pipeline = query.Unwind is { } unwind
            ? Unwound(filtered, fields, query, unwind)
            : StatPipeline.Of(ResourceQueryExtensions.Sorted(filtered, fields, query.Sort), fields);
        return new ResourceRows(filtered.Provider, pipeline, [.. names.Select(pipeline.Find)]);
    }

    public Task<int> CountAsync(CancellationToken cancellationToken) => StatReader.CountAsync(_provider, _pipeline, cancellationToken);

    public Task<List<ResourceRow>> ListAsync((int Skip, int Take) window, CancellationToken cancellationToken) =>
        StatReader.ListAsync(_provider, _pipeline, _columns, window, cancellationToken);

    private static StatPipeline Unwound<T>(IQueryable<T> filtered, ResourceFields<T> fields, ResourceQuery query, ResourceUnwind unwind)
    {
        if (query.Only is null or { Count: 0 }) throw new ResourceQueryException(ResourceQueryException.Required, "unwind needs only.");
        var path = unwind.Path ?? throw new ResourceQueryException(ResourceQueryException.Required, "unwind needs path.");
        var pipeline = StatPipeline.Of(filtered, fields);
        pipeline.Unwind(path);
        foreach (var condition in unwind.Filter ?? [])
        {
            if (condition.GivenKey != path) throw new ResourceQueryException(ResourceQueryException.UnknownKey, $"The filter of unwind is about {path}, not about {condition.GivenKey}.");
        }
        pipeline.Match(unwind.Filter ?? [], ResourceOperators.OfElements);
        pipeline.SortWhole(query.Sort is { Count: > 0 } sort ? sort : fields.DefaultSort);
        return pipeline;
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
}

/// <summary>An item with one element of a list of its own.</summary>
internal sealed class UnwoundItem<T, TElement>
{
    public T Item { get; set; } = default!;

    public TElement Element { get; set; } = default!;
}
