namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Fetches as another loader does, with state, cache and batches of its own.</summary>
internal sealed class DataLoaderBranch<TKey, TValue> : DataLoaderBase<TKey, TValue> where TKey : notnull
{
    private readonly DataLoaderBase<TKey, TValue> _root;

    public DataLoaderBranch(DataLoaderBase<TKey, TValue> root, string key) : base(root.Scheduler, root.Options, $"{root.CacheKeyType}:{key}")
    {
        _root = root;
        ContextData = root.ContextData;
    }

    internal override string Name => _root.Name;

    protected internal override ValueTask FetchAsync(IReadOnlyList<TKey> keys, Memory<Result<TValue?>> results,
        DataLoaderFetchContext<TValue> context, CancellationToken cancellationToken) =>
        _root.FetchAsync(keys, results, context, cancellationToken);
}
