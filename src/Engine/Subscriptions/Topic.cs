using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Subscriptions;

/// <summary>A topic that somebody listens to.</summary>
internal abstract class Topic(string name)
{
    public string Name { get; } = name;

    public abstract Type MessageType { get; }

    /// <summary>Publishes an event that came as JSON; it is read once, however many listen.</summary>
    public abstract void Receive(ReadOnlySpan<byte> message);

    /// <summary>Ends all streams after what they still hold.</summary>
    public abstract void Complete();
}

/// <inheritdoc/>
internal sealed class Topic<TMessage>(string name, Action<Topic> remove) : Topic(name)
{
    private readonly Lock _lock = new();
    // Copied on change: events are far more frequent than comings and goings.
    private volatile TopicStream<TMessage>[] _streams = [];
    private bool _isClosed;

    /// <inheritdoc/>
    public override Type MessageType => typeof(TMessage);

    /// <summary>A new stream; null when the topic is closed and another one must be made.</summary>
    public ISourceStream<TMessage>? Subscribe(int capacity, TopicBufferFullMode mode)
    {
        lock (_lock)
        {
            if (_isClosed) return null;
            var stream = new TopicStream<TMessage>(this, capacity, mode);
            _streams = [.. _streams, stream];
            return stream;
        }
    }

    public void Unsubscribe(TopicStream<TMessage> stream)
    {
        lock (_lock)
        {
            _streams = Array.FindAll(_streams, s => s != stream);
            if (_streams.Length > 0 || _isClosed) return;
            _isClosed = true;
        }
        remove(this);
    }

    public void Publish(TMessage message)
    {
        foreach (var stream in _streams) stream.Write(message);
    }

    /// <inheritdoc/>
    public override void Receive(ReadOnlySpan<byte> message) => Publish(TopicMessage.Deserialize<TMessage>(message));

    /// <inheritdoc/>
    public override void Complete()
    {
        TopicStream<TMessage>[] streams;
        lock (_lock)
        {
            _isClosed = true;
            streams = _streams;
            _streams = [];
        }
        foreach (var stream in streams) stream.Complete();
    }
}
