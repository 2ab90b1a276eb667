using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Subscriptions;

public class TopicHubTests
{
    private readonly TopicHub _hub = new(new SubscriptionOptions());

    [Fact]
    public async Task Every_listener_gets_every_event_in_order()
    {
        await using var first = await _hub.SubscribeAsync<int>("ticks");
        await using var second = await _hub.SubscribeAsync<int>("ticks");
        for (var i = 0; i < 3; i++) await _hub.SendAsync("ticks", i);
        await _hub.CompleteAsync("ticks");
        Assert.Equal([0, 1, 2], await ReadAsync(first));
        Assert.Equal([0, 1, 2], await ReadAsync(second));
    }

    [Fact]
    public async Task Events_of_other_topics_and_from_before_the_subscription_are_not_seen()
    {
        await _hub.SendAsync("ticks", 1);
        await using var stream = await _hub.SubscribeAsync<int>("ticks");
        await _hub.SendAsync("tocks", 2);
        await _hub.SendAsync("ticks", 3);
        await _hub.CompleteAsync("ticks");
        Assert.Equal([3], await ReadAsync(stream));
    }

    [Theory]
    [InlineData(TopicBufferFullMode.DropOldest, "3,4")]
    [InlineData(TopicBufferFullMode.DropNewest, "1,4")]
    [InlineData(TopicBufferFullMode.DropWrite, "1,2")]
    public async Task A_full_buffer_drops_as_configured(TopicBufferFullMode mode, string kept)
    {
        await using var slow = await _hub.SubscribeAsync<int>("ticks", 2, mode);
        for (var i = 1; i <= 4; i++) await _hub.SendAsync("ticks", i);
        await _hub.CompleteAsync("ticks");
        Assert.Equal(kept, string.Join(',', await ReadAsync(slow)));
    }

    [Fact]
    public async Task The_options_set_the_buffer_of_all_topics()
    {
        var hub = new TopicHub(new SubscriptionOptions { TopicBufferCapacity = 1, TopicBufferFullMode = TopicBufferFullMode.DropOldest });
        await using var stream = await hub.SubscribeAsync<int>("ticks");
        await hub.SendAsync("ticks", 1);
        await hub.SendAsync("ticks", 2);
        await hub.CompleteAsync("ticks");
        Assert.Equal([2], await ReadAsync(stream));
    }

    [Fact]
    public async Task A_topic_goes_with_its_last_listener()
    {
        var first = await _hub.SubscribeAsync<int>("ticks");
        var second = await _hub.SubscribeAsync<int>("ticks");
        Assert.Equal(1, _hub.Count);
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.Equal(1, _hub.Count);
        await second.DisposeAsync();
        Assert.Equal(0, _hub.Count);
        Assert.Empty(await ReadAsync(second));
    }

    [Fact]
    public async Task A_topic_can_be_used_again_after_it_was_completed()
    {
        await using var before = await _hub.SubscribeAsync<int>("ticks");
        await _hub.CompleteAsync("ticks");
        await using var after = await _hub.SubscribeAsync<string>("ticks");
        await before.DisposeAsync();
        await _hub.SendAsync("ticks", "again");
        await _hub.CompleteAsync("ticks");
        Assert.Empty(await ReadAsync(before));
        Assert.Equal(["again"], await ReadAsync(after));
    }

    [Fact]
    public async Task A_topic_has_one_type_of_message()
    {
        await using var stream = await _hub.SubscribeAsync<int>("ticks");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await _hub.SendAsync("ticks", "text"));
        Assert.Equal("The topic ticks carries System.Int32, not System.String; a topic has one type of message.", error.Message);
    }

    [Fact]
    public async Task An_event_from_another_process_is_read_as_the_topics_type()
    {
        await using var stream = await _hub.SubscribeAsync<Changed>("changes");
        _hub.Receive("changes", TopicMessage.Serialize(new Changed("a", DayOfWeek.Friday)));
        _hub.Receive("nobody", "not even JSON"u8);
        await _hub.CompleteAsync("changes");
        Assert.Equal([new Changed("a", DayOfWeek.Friday)], await ReadAsync(stream));
    }

    [Fact]
    public async Task The_prefix_keeps_hubs_on_one_channel_apart_and_is_not_seen_by_callers()
    {
        var hub = new TopicHub(new SubscriptionOptions { TopicPrefix = "shop:" });
        await using var stream = await hub.SubscribeAsync<int>("ticks");
        await hub.SendAsync("ticks", 1);
        await hub.CompleteAsync("ticks");
        Assert.Equal([1], await ReadAsync(stream));
    }

    [Fact]
    public async Task Ten_thousand_listeners_come_and_go()
    {
        var streams = new List<ISourceStream<int>>();
        for (var i = 0; i < 10_000; i++) streams.Add(await _hub.SubscribeAsync<int>($"topic{i % 100}"));
        for (var i = 0; i < 100; i++) await _hub.SendAsync($"topic{i}", i);
        for (var i = 0; i < 100; i++) await _hub.CompleteAsync($"topic{i}");
        for (var i = 0; i < streams.Count; i++) Assert.Equal([i % 100], await ReadAsync(streams[i]));
        foreach (var stream in streams) await stream.DisposeAsync();
        Assert.Equal(0, _hub.Count);
    }

    [Fact]
    public async Task Listeners_that_come_and_go_on_several_threads_lose_nothing_while_they_listen()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), async (_, ct) =>
        {
            var stream = await _hub.SubscribeAsync<int>("busy", ct);
            await _hub.SendAsync("busy", 1, ct);
            await using var events = stream.ReadEventsAsync().GetAsyncEnumerator(ct);
            Assert.True(await events.MoveNextAsync());
            await stream.DisposeAsync();
        });
        Assert.Equal(0, _hub.Count);
    }

    [Fact]
    public void Sender_and_receiver_are_one_hub()
    {
        using var services = new ServiceCollection().AddInMemorySubscriptions().BuildServiceProvider();
        Assert.Same(services.GetRequiredService<ITopicEventSender>(), services.GetRequiredService<ITopicEventReceiver>());
    }

    private static async Task<List<T>> ReadAsync<T>(ISourceStream<T> stream)
    {
        var events = new List<T>();
        await foreach (var message in stream.ReadEventsAsync()) events.Add(message);
        return events;
    }

    private sealed record Changed(string Name, DayOfWeek Day);
}
