using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Persisted;

/// <summary>What one schema was configured with as to stored documents.</summary>
internal sealed class PersistedSetup
{
    public bool IsEnabled { get; set; }

    /// <summary>Whether clients may register documents.</summary>
    public bool IsAutomatic { get; set; }

    public PersistedOperationOptions Options { get; } = new();

    public Func<IServiceProvider, IOperationDocumentStorage>? Storage { get; set; }

    /// <summary>The stored documents; null when there are none to be.</summary>
    public PersistedOperations? Build(IServiceProvider services)
    {
        if (!IsEnabled) return null;
        var storage = Storage?.Invoke(services) ?? services.GetService(typeof(IOperationDocumentStorage)) as IOperationDocumentStorage;
        if (storage is null && !IsAutomatic)
            throw new SchemaException("UsePersistedOperationPipeline() needs a storage: add AddFileSystemOperationDocumentStorage(folder) or register an IOperationDocumentStorage.");
        return new PersistedOperations(storage ?? new InMemoryOperationDocumentStorage(), Options, IsAutomatic);
    }
}
