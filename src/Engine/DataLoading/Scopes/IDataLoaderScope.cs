namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>The loaders of one request: one instance of each, with one cache.</summary>
public interface IDataLoaderScope
{
    /// <summary>The loader of a registered interface or class. A class that is not registered is made all the same.</summary>
    T GetDataLoader<T>() where T : IDataLoader;

    /// <summary>The loader of a name, made when it is not there.</summary>
    T GetDataLoader<T>(string name, Func<IBatchScheduler, DataLoaderOptions, T> create) where T : IDataLoader;
}
