using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Subscriptions;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class SubscriptionTests
{
    [Theory]
    [InlineData("subscription { onAdded { title } }", "OnAdded", """{"data":{"onAdded":{"title":"a"}}}""")]
    [InlineData("subscription { onShelf(shelf: 3) { title } }", "shelf_3", """{"data":{"onShelf":{"title":"a"}}}""")]
    [InlineData("subscription { onAny(topic: \"x\") }", "x", """{"data":{"onAny":"a"}}""")]
    public async Task A_field_listens_to_its_topic(string document, string topic, string expected)
    {
        var builder = new ServiceCollection().AddGraphQL().AddTypes(typeof(Queries), typeof(Subscriptions)).AddInMemorySubscriptions();
        await using var services = builder.Services.BuildServiceProvider();
        var executor = await services.GetRequestExecutorAsync();

        await using var result = await executor.ExecuteAsync(document);
        var events = result.ExpectResponseStream().ReadResultsAsync().GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        await services.GetRequiredService<ITopicEventSender>().SendAsync(topic, new Book("a"));

        Assert.True(await next);
        Assert.Equal(expected, events.Current.ToJson());
        await services.GetRequiredService<ITopicEventSender>().CompleteAsync(topic);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task A_method_of_the_class_opens_the_stream_and_takes_the_fields_arguments()
    {
        var builder = new ServiceCollection().AddGraphQL().AddTypes(typeof(Queries), typeof(Subscriptions)).AddInMemorySubscriptions();
        await using var services = builder.Services.BuildServiceProvider();
        var executor = await services.GetRequestExecutorAsync();

        await using var result = await executor.ExecuteAsync("subscription { count(to: 3) }");
        var seen = new List<string>();
        await foreach (var one in result.ExpectResponseStream().ReadResultsAsync()) seen.Add(one.ToJson());

        Assert.Equal(["""{"data":{"count":1}}""", """{"data":{"count":2}}""", """{"data":{"count":3}}"""], seen);
        Assert.Null(executor.Schema.SubscriptionType!.FindField("openCount"));
        Assert.Equal("to", Assert.Single(executor.Schema.SubscriptionType.FindField("count")!.Arguments).Name);
    }

    [Fact]
    public async Task A_topic_without_a_message_is_refused()
    {
        var errors = await Graph.ErrorsAsync(b => b.AddTypes(typeof(Queries), typeof(Mute)));

        Assert.Equal(
            "Mute.OnNothing: Mute.OnNothing subscribes to a topic; mark the parameter that takes the message with [EventMessage], or set MessageType.",
            Assert.Single(errors).Message);
    }

    public sealed record Book(string Title);

    [QueryType]
    public static class Queries
    {
        public static int GetOne() => 1;
    }

    [SubscriptionType]
    public static class Subscriptions
    {
        [Subscribe]
        public static Book OnAdded([EventMessage] Book book) => book;

        [Subscribe, Topic("shelf_{shelf}")]
        public static Book OnShelf(int shelf, [EventMessage] Book book) => shelf == 3 ? book : throw new InvalidOperationException();

        [Subscribe(MessageType = typeof(Book))]
        public static string OnAny([Topic] string topic, IResolverContext context) => context.GetEventMessage<Book>().Title;

        [Subscribe(With = nameof(OpenCount))]
        public static int Count([EventMessage] int value) => value;

        public static async IAsyncEnumerable<int> OpenCount(int to, [EnumeratorCancellation] CancellationToken ct)
        {
            for (var i = 1; i <= to; i++)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
                yield return i;
            }
        }
    }

    [SubscriptionType]
    public static class Mute
    {
        [Subscribe]
        public static int OnNothing() => 1;
    }
}
