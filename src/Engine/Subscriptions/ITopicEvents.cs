using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Subscriptions;

/// <summary>Sends events to subscribers.</summary>
public interface ITopicEventSender
{
    /// <summary>Sends a message to all who listen to the topic now.</summary>
    ValueTask SendAsync<TMessage>(string topicName, TMessage message, CancellationToken cancellationToken = default);

    /// <summary>Ends the topic: every stream on it completes.</summary>
    ValueTask CompleteAsync(string topicName);
}

/// <summary>Opens streams of events.</summary>
public interface ITopicEventReceiver
{
    /// <summary>Listens to a topic.</summary>
    ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(string topicName, CancellationToken cancellationToken = default);

    /// <summary>Listens to a topic with a buffer of its own.</summary>
    ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(string topicName, int? bufferCapacity, TopicBufferFullMode? bufferFullMode,
        CancellationToken cancellationToken = default);
}

/// <summary>What happens to events when a subscriber is slow and its buffer is full.</summary>
public enum TopicBufferFullMode
{
    DropNewest,
    DropOldest,
    DropWrite,
}

/// <summary>Options of all topics.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>Put before each topic's name; null: nothing.</summary>
    public string? TopicPrefix { get; set; }

    /// <summary>Events that a subscriber's buffer holds.</summary>
    public int TopicBufferCapacity { get; set; } = 64;

    /// <summary>What happens when it is full.</summary>
    public TopicBufferFullMode TopicBufferFullMode { get; set; } = TopicBufferFullMode.DropOldest;
}
