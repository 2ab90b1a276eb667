using System.Collections.Concurrent;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Subscriptions;

/// <summary>The topics of this process and who listens to them. In-memory provider, and the receiving end of providers that cross processes.</summary>
/// <remarks>Those send an event elsewhere first and hand what arrives to <see cref="Receive"/>.</remarks>
public sealed class TopicHub(SubscriptionOptions options) : ITopicEventSender, ITopicEventReceiver
{
    // A topic lives as long as somebody listens: an event to nobody costs one look-up.
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    /// <summary>Topics that somebody listens to.</summary>
    public int Count => _topics.Count;

    /// <inheritdoc/>
    public ValueTask SendAsync<TMessage>(string topicName, TMessage message, CancellationToken cancellationToken = default)
    {
        if (_topics.TryGetValue(Name(topicName), out var topic)) Typed<TMessage>(topic).Publish(message);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(string topicName)
    {
        if (_topics.TryRemove(Name(topicName), out var topic)) topic.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Hands an event that came from another process, as JSON, to those who listen here. Errors: <see cref="System.Text.Json.JsonException"/>.</summary>
    /// <param name="topicName">The topic without prefix.</param>
    /// <param name="message">The message as <see cref="TopicMessage.Serialize{TMessage}"/> wrote it.</param>
    public void Receive(string topicName, ReadOnlySpan<byte> message)
    {
        if (_topics.TryGetValue(Name(topicName), out var topic)) topic.Receive(message);
    }

    /// <inheritdoc/>
    public ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(string topicName, CancellationToken cancellationToken = default) =>
        SubscribeAsync<TMessage>(topicName, null, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(string topicName, int? bufferCapacity, TopicBufferFullMode? bufferFullMode,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = Name(topicName);
        var capacity = Math.Max(1, bufferCapacity ?? options.TopicBufferCapacity);
        while (true)
        {
            var topic = Typed<TMessage>(_topics.GetOrAdd(name, static (key, hub) => new Topic<TMessage>(key, hub.Remove), this));
            // Null: the last listener left meanwhile, and the topic with it.
            if (topic.Subscribe(capacity, bufferFullMode ?? options.TopicBufferFullMode) is { } stream) return new(stream);
        }
    }

    private string Name(string topicName)
    {
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        return options.TopicPrefix is null ? topicName : options.TopicPrefix + topicName;
    }

    private void Remove(Topic topic) => _topics.TryRemove(new KeyValuePair<string, Topic>(topic.Name, topic));

    private static Topic<TMessage> Typed<TMessage>(Topic topic) =>
        topic as Topic<TMessage>
        ?? throw new InvalidOperationException($"The topic {topic.Name} carries {topic.MessageType}, not {typeof(TMessage)}; a topic has one type of message.");
}
