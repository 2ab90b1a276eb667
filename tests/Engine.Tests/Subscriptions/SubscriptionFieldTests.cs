using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Subscriptions;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Subscriptions;

/// <summary>Subscription fields from annotated methods to responses.</summary>
public class SubscriptionFieldTests
{
    private readonly ServiceProvider _services;

    public SubscriptionFieldTests()
    {
        var services = new ServiceCollection();
        services.AddGraphQL().AddQueryType<Query>().AddSubscriptionType<Subscription>().AddInMemorySubscriptions();
        _services = services.BuildServiceProvider();
    }

    private ITopicEventSender Sender => _services.GetRequiredService<ITopicEventSender>();

    [Fact]
    public async Task A_topic_is_named_after_the_method()
    {
        var responses = await SubscribeAsync("subscription { renamed { name } }");
        await Sender.SendAsync("OnRenamed", new Plugin("a"));
        await Sender.SendAsync("Renamed", new Plugin("b"));
        await Sender.CompleteAsync("OnRenamed");
        Assert.Equal(["""{"data":{"renamed":{"name":"a"}}}"""], await responses);
    }

    [Fact]
    public async Task Placeholders_in_a_topic_are_filled_with_arguments()
    {
        var responses = await SubscribeAsync("subscription($id: String!) { changed(id: $id, kind: BIG) { name } }", "{\"id\": \"p1\"}");
        await Sender.SendAsync("p2/Big", new Plugin("other"));
        await Sender.SendAsync("p1/Big", new Plugin("a"));
        await Sender.CompleteAsync("p1/Big");
        Assert.Equal(["""{"data":{"changed":{"name":"a"}}}"""], await responses);
    }

    [Fact]
    public async Task An_argument_may_be_the_topic()
    {
        var responses = await SubscribeAsync("subscription { messages(room: \"lobby\") }");
        await Sender.SendAsync("lobby", "hello");
        await Sender.CompleteAsync("lobby");
        Assert.Equal(["""{"data":{"messages":"hello!"}}"""], await responses);
    }

    [Fact]
    public async Task A_method_may_open_the_stream() =>
        Assert.Equal(["""{"data":{"counted":10}}""", """{"data":{"counted":20}}"""], await await SubscribeAsync("subscription { counted(to: 2) }"));

    [Fact]
    public async Task An_event_that_cannot_be_resolved_is_an_error_of_its_response_alone()
    {
        var responses = await SubscribeAsync("subscription { renamed { name broken } }");
        await Sender.SendAsync("OnRenamed", new Plugin("bad"));
        await Sender.SendAsync("OnRenamed", new Plugin("good"));
        await Sender.CompleteAsync("OnRenamed");
        Assert.Equal(
            [
                """{"errors":[{"message":"Broken.","locations":[{"line":1,"column":31}],"path":["renamed","broken"]}],"data":{"renamed":{"name":"bad","broken":null}}}""",
                """{"data":{"renamed":{"name":"good","broken":"fine"}}}""",
            ], await responses);
    }

    [Fact]
    public async Task A_closed_response_stream_unsubscribes()
    {
        var stream = (IResponseStream)await Executor().ExecuteAsync(OperationRequestBuilder.New().SetDocument("subscription { renamed { name } }").Build());
        Assert.Equal(1, _services.GetRequiredService<TopicHub>().Count);
        await stream.DisposeAsync();
        Assert.Equal(0, _services.GetRequiredService<TopicHub>().Count);
    }

    private IRequestExecutor Executor() => _services.GetRequestExecutorAsync().AsTask().Result;

    /// <summary>Subscribes; the inner task gives all responses when the stream has ended.</summary>
    private async Task<Task<List<string>>> SubscribeAsync(string document, string? variables = null)
    {
        var request = OperationRequestBuilder.New().SetDocument(document);
        if (variables is not null) request.SetVariableValues(variables);
        var result = await Executor().ExecuteAsync(request.Build());
        var stream = Assert.IsAssignableFrom<IResponseStream>(result);
        return ReadAsync(stream);
    }

    private static async Task<List<string>> ReadAsync(IResponseStream stream)
    {
        var responses = new List<string>();
        await using (stream)
        {
            await foreach (var result in stream.ReadResultsAsync())
            {
                var output = new System.Buffers.ArrayBufferWriter<byte>();
                result.WriteTo(output);
                responses.Add(System.Text.Encoding.UTF8.GetString(output.WrittenSpan));
                await result.DisposeAsync();
            }
        }
        return responses;
    }

    public sealed record Plugin(string Name)
    {
        public string? GetBroken() => Name == "bad" ? throw new GraphQLException("Broken.") : "fine";
    }

    public enum Kind
    {
        Big,
        Small,
    }

    public sealed class Query
    {
        public int One => 1;
    }

    public sealed class Subscription
    {
        [Subscribe]
        [GraphQLName("renamed")]
        public Plugin OnRenamed([EventMessage] Plugin plugin) => plugin;

        [Subscribe]
        [Topic("{id}/{kind}")]
        public Plugin Changed(string id, Kind kind, [EventMessage] Plugin plugin) => plugin;

        [Subscribe]
        public string Messages([Topic] string room, [EventMessage] string message) => message + "!";

        [Subscribe(With = nameof(CountAsync))]
        public int Counted([EventMessage] int number) => number * 10;

        public async IAsyncEnumerable<int> CountAsync(int to, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var i = 1; i <= to; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return i;
            }
        }
    }
}
