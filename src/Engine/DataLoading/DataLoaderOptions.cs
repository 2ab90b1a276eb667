namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>Options of one loader.</summary>
public class DataLoaderOptions
{
    /// <summary>Keys of a batch; more make further batches. 0: no limit.</summary>
    public int MaxBatchSize { get; set; } = 1024;

    /// <summary>The cache that all loaders of the request share; null loads without one.</summary>
    public IPromiseCache? Cache { get; set; }

    /// <summary>Who is told about batches; null: nobody.</summary>
    public IDataLoaderDiagnosticEvents? DiagnosticEvents { get; set; }

    /// <summary>The same options in a new object.</summary>
    public DataLoaderOptions Copy() => (DataLoaderOptions)MemberwiseClone();
}

/// <summary>Is told about batches. Must not throw.</summary>
public interface IDataLoaderDiagnosticEvents
{
    /// <summary>A batch is fetched; the result is disposed when it is done.</summary>
    IDisposable? ExecuteBatch<TKey>(IDataLoader dataLoader, IReadOnlyList<TKey> keys) where TKey : notnull;

    /// <summary>A batch failed as a whole.</summary>
    void BatchError<TKey>(IDataLoader dataLoader, IReadOnlyList<TKey> keys, Exception error) where TKey : notnull;
}

/// <summary>Hears nothing; override what is of interest.</summary>
public abstract class DataLoaderDiagnosticEventListener : IDataLoaderDiagnosticEvents
{
    /// <inheritdoc/>
    public virtual IDisposable? ExecuteBatch<TKey>(IDataLoader dataLoader, IReadOnlyList<TKey> keys) where TKey : notnull => null;

    /// <inheritdoc/>
    public virtual void BatchError<TKey>(IDataLoader dataLoader, IReadOnlyList<TKey> keys, Exception error) where TKey : notnull
    {
    }
}
