using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Subscriptions;

/// <summary>One listener's events, buffered up to a bound so that a slow listener costs neither memory nor the sender's time.</summary>
internal sealed class TopicStream<TMessage> : ISourceStream<TMessage>
{
    private readonly Topic<TMessage> _topic;
    private readonly Channel<TMessage> _events;
    private int _isDisposed;

    public TopicStream(Topic<TMessage> topic, int capacity, TopicBufferFullMode mode)
    {
        _topic = topic;
        _events = Channel.CreateBounded<TMessage>(new BoundedChannelOptions(capacity)
        {
            SingleReader = true,
            FullMode = mode switch
            {
                TopicBufferFullMode.DropNewest => BoundedChannelFullMode.DropNewest,
                TopicBufferFullMode.DropWrite => BoundedChannelFullMode.DropWrite,
                _ => BoundedChannelFullMode.DropOldest,
            },
        });
    }

    public void Write(TMessage message) => _events.Writer.TryWrite(message);

    public void Complete() => _events.Writer.TryComplete();

    /// <inheritdoc/>
    public IAsyncEnumerable<TMessage> ReadEventsAsync() => _events.Reader.ReadAllAsync();

    IAsyncEnumerable<object?> ISourceStream.ReadEventsAsync() => ReadObjectsAsync();

    private async IAsyncEnumerable<object?> ReadObjectsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var message in _events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return message;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return default;
        _topic.Unsubscribe(this);
        _events.Writer.TryComplete();
        return default;
    }
}
