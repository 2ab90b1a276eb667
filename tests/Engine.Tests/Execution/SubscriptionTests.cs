using System.Threading.Channels;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Spec 6.2.3 Subscription.</summary>
public sealed class SubscriptionTests
{
    private sealed class Source(Channel<int> channel) : ISourceStream
    {
        public int Read { get; private set; }
        public bool IsDisposed { get; private set; }

        public async IAsyncEnumerable<object?> ReadEventsAsync()
        {
            await foreach (var message in channel.Reader.ReadAllAsync())
            {
                Read++;
                if (message < 0) throw new InvalidOperationException("secret");
                yield return message;
            }
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            channel.Writer.TryComplete();
            return default;
        }
    }

    private sealed class Scoped
    {
        private static int _count;
        public int Id { get; } = Interlocked.Increment(ref _count);
    }

    private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
    private readonly Source _source;

    public SubscriptionTests() => _source = new Source(_channel);

    private TestSchema Schema() => new TestSchema("""
        type Query { ok: Int }
        type Subscription { number(factor: Int = 1): Int scope: Int refused: Int notOpen: Int strict: Int! }
        """)
        .Pure("Query.ok", _ => 1)
        .Subscribe("Subscription.number", _ => new(_source), c =>
        {
            var n = (int)c.ScopedContextData[ExecutionContextData.EventMessage]!;
            return n == 13 ? throw new GraphQLException("unlucky") : new ValueTask<object?>(n * c.ArgumentValue<int>("factor"));
        })
        .Subscribe("Subscription.scope", _ => new(_source), c => new ValueTask<object?>(c.Service<Scoped>().Id))
        .Subscribe("Subscription.refused", _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("not you").SetCode("NO").Build()), _ => default)
        .Subscribe("Subscription.strict", _ => new(_source), _ => default)
        .Async("Subscription.notOpen", _ => default);

    private static async Task<List<string>> ReadAsync(IExecutionResult result, int count)
    {
        var all = new List<string>();
        await foreach (var one in result.ExpectResponseStream().ReadResultsAsync())
        {
            all.Add(one.ToJson());
            await one.DisposeAsync();
            if (all.Count == count) break;
        }
        return all;
    }

    [Fact]
    public async Task Each_event_gives_one_result_with_the_variables_of_the_request()
    {
        foreach (var n in new[] { 1, 13, 2 }) _channel.Writer.TryWrite(n);
        _channel.Writer.Complete();
        await using var result = await Schema().Build().ExecuteAsync("subscription($f: Int!) { n: number(factor: $f) }", new Dictionary<string, object?> { ["f"] = 10 });
        Assert.Equal(ResponseStreamKind.Subscription, result.ExpectResponseStream().Kind);
        Assert.Equal(
            [
                """{"data":{"n":10}}""",
                """{"errors":[{"message":"unlucky","locations":[{"line":1,"column":26}],"path":["n"]}],"data":{"n":null}}""",
                """{"data":{"n":20}}""",
            ],
            await ReadAsync(result, 9));
    }

    [Fact]
    public async Task Events_are_read_only_when_the_reader_asks_for_them()
    {
        for (var n = 0; n < 10; n++) _channel.Writer.TryWrite(n);
        await using var result = await Schema().Build().ExecuteAsync("subscription { number }");
        Assert.Equal(0, _source.Read);
        Assert.Equal(2, (await ReadAsync(result, 2)).Count);
        Assert.Equal(2, _source.Read);
    }

    [Fact]
    public async Task Disposing_the_result_closes_the_source()
    {
        var result = await Schema().Build().ExecuteAsync("subscription { number }");
        await result.DisposeAsync();
        Assert.True(_source.IsDisposed);
        await result.DisposeAsync();
    }

    [Fact]
    public async Task A_field_that_cannot_open_its_stream_refuses_the_request() => Assert.Equal(
        """{"errors":[{"message":"not you","locations":[{"line":1,"column":16}],"path":["refused"],"extensions":{"code":"NO"}}]}""",
        await Schema().RunAsync("subscription { refused }"));

    [Fact]
    public async Task A_field_without_a_stream_refuses_the_request() => Assert.Equal(
        """{"errors":[{"message":"The field Subscription.notOpen has no event stream.","locations":[{"line":1,"column":16}],"path":["notOpen"]}]}""",
        await Schema().RunAsync("subscription { notOpen }"));

    [Fact]
    public async Task A_stream_that_fails_ends_with_an_error()
    {
        _channel.Writer.TryWrite(1);
        _channel.Writer.TryWrite(-1);
        await using var result = await Schema().Build().ExecuteAsync("subscription { number }");
        Assert.Equal(["""{"data":{"number":1}}""", """{"errors":[{"message":"Unexpected Execution Error"}]}"""], await ReadAsync(result, 9));
    }

    [Fact]
    public async Task Null_propagates_within_one_event()
    {
        _channel.Writer.TryWrite(1);
        _channel.Writer.Complete();
        await using var result = await Schema().Build().ExecuteAsync("subscription { strict }");
        Assert.Equal(
            ["""{"errors":[{"message":"Cannot return null for non-nullable field.","locations":[{"line":1,"column":16}],"path":["strict"],"extensions":{"code":"HC0018"}}],"data":null}"""],
            await ReadAsync(result, 9));
    }

    [Fact]
    public async Task Each_event_has_services_of_its_own()
    {
        _channel.Writer.TryWrite(1);
        _channel.Writer.TryWrite(2);
        _channel.Writer.Complete();
        var schema = Schema();
        schema.Services.AddScoped<Scoped>();
        await using var result = await schema.Build().ExecuteAsync("subscription { scope }");
        Assert.Equal(2, (await ReadAsync(result, 9)).Distinct().Count());
    }

    [Fact]
    public async Task The_reader_s_cancellation_ends_the_stream()
    {
        using var gone = new CancellationTokenSource();
        await using var result = await Schema().Build().ExecuteAsync(OperationRequestBuilder.New().SetDocument("subscription { number }").Build(), gone.Token);
        _channel.Writer.TryWrite(1);
        var results = result.ExpectResponseStream().ReadResultsAsync().GetAsyncEnumerator();
        Assert.True(await results.MoveNextAsync());
        var next = results.MoveNextAsync().AsTask();
        await gone.CancelAsync();
        await result.DisposeAsync();
        Assert.False(await next);
    }

    [Fact]
    public async Task Kinds_that_the_caller_does_not_allow_are_refused()
    {
        var executor = Schema().Build();
        foreach (var document in new[] { "subscription { number }", "{ ok }" })
        {
            var result = await executor.ExecuteAsync(OperationRequestBuilder.New().SetDocument(document).SetFlags(OperationRequestFlags.AllowMutation).Build());
            Assert.Equal("""{"errors":[{"message":"The specified operation kind is not allowed."}]}""", result.ToJson());
            Assert.True(result.ContextData!.ContainsKey(ExecutionContextData.OperationNotAllowed));
        }
    }
}
