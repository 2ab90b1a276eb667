namespace GraphQLPlugins.Engine.Execution;

/// <summary>An open stream of events; disposing it unsubscribes.</summary>
public interface ISourceStream : IAsyncDisposable
{
    /// <summary>The events as they come; may be read once.</summary>
    IAsyncEnumerable<object?> ReadEventsAsync();
}

/// <summary>An open stream of typed events.</summary>
public interface ISourceStream<out TMessage> : ISourceStream
{
    /// <summary>The events as they come; may be read once.</summary>
    new IAsyncEnumerable<TMessage> ReadEventsAsync();
}
