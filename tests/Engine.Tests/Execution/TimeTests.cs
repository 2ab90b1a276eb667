using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Time-out and cancellation.</summary>
public sealed class TimeTests
{
    private sealed class Resource : IDisposable
    {
        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Disposed.TrySetResult();
    }

    [Theory]
    [InlineData("{ slow }")]
    [InlineData("mutation { slow }")]
    public async Task An_operation_ends_when_its_time_is_up_even_if_resolvers_do_not_listen(string document)
    {
        var never = new TaskCompletionSource<object?>();
        var schema = new TestSchema("type Query { slow: Int } type Mutation { slow: Int }")
            .Async("Query.slow", _ => new(never.Task)).Async("Mutation.slow", _ => new(never.Task));
        schema.Options.ExecutionTimeout = TimeSpan.FromMilliseconds(100);
        Assert.Equal("""{"errors":[{"message":"The request exceeded the configured timeout of `00:00:00.1000000`.","extensions":{"code":"HC0045"}}]}""", await schema.RunAsync(document));
    }

    [Fact]
    public async Task A_resolver_that_listens_is_told()
    {
        var told = new TaskCompletionSource();
        var schema = new TestSchema("type Query { slow: Int }").Async("Query.slow", async c =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, c.RequestAborted);
            }
            finally
            {
                told.SetResult();
            }
            return 1;
        });
        schema.Options.ExecutionTimeout = TimeSpan.FromMilliseconds(100);
        Assert.Contains("HC0045", await schema.RunAsync("{ slow }"));
        await told.Task;
    }

    [Fact]
    public async Task A_client_that_is_gone_ends_the_operation()
    {
        using var gone = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var executor = new TestSchema("type Query { slow: Int }").Async("Query.slow", async c =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
            return 1;
        }).Build();
        var running = executor.ExecuteAsync("{ slow }", gone.Token);
        await started.Task;
        await gone.CancelAsync();
        Assert.Equal("""{"errors":[{"message":"The operation was cancelled.","extensions":{"code":"HC0049"}}]}""", (await running).ToJson());
    }

    [Fact]
    public async Task What_outlives_its_operation_keeps_its_services_until_it_ends()
    {
        var release = new TaskCompletionSource();
        Resource? own = null, request = null;
        var schema = new TestSchema("type Query { slow: Int shared: Int }")
            .Async("Query.slow", async c =>
            {
                own = c.Service<Resource>();
                await release.Task;
                Assert.False(own.Disposed.Task.IsCompleted);
                return 1;
            })
            .Async("Query.shared", async c =>
            {
                request = c.Service<Resource>();
                await release.Task;
                return 1;
            }, scope: DependencyInjectionScope.Request);
        schema.Services.AddScoped<Resource>();
        schema.Options.ExecutionTimeout = TimeSpan.FromMilliseconds(100);
        Assert.Contains("HC0045", await schema.RunAsync("{ slow shared }"));
        Assert.False(own!.Disposed.Task.IsCompleted);
        Assert.False(request!.Disposed.Task.IsCompleted);
        release.SetResult();
        await own.Disposed.Task;
        await request.Disposed.Task;
    }

    [Fact]
    public async Task An_executor_serves_on_after_a_time_out()
    {
        var schema = new TestSchema("type Query { slow(ms: Int!): Int }").Async("Query.slow", async c =>
        {
            await Task.Delay(c.ArgumentValue<int>("ms"), c.RequestAborted);
            return 1;
        });
        schema.Options.ExecutionTimeout = TimeSpan.FromMilliseconds(100);
        var executor = schema.Build();
        for (var i = 0; i < 3; i++)
        {
            Assert.Contains("HC0045", await TestSchema.RunAsync(executor, "{ slow(ms: 60000) }"));
            Assert.Equal("""{"data":{"slow":1}}""", await TestSchema.RunAsync(executor, "{ slow(ms: 1) }"));
        }
    }
}
