using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Which services and state resolvers see, and when they end.</summary>
public sealed class ScopeTests
{
    private sealed class Scoped(List<string> log) : IAsyncDisposable
    {
        private static int _count;
        public int Id { get; } = Interlocked.Increment(ref _count);
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            log.Add("disposed");
            return default;
        }
    }

    private sealed class Lazily(Scoped scoped)
    {
        public string State => scoped.IsDisposed ? "disposed" : "open";
        public Scoped Scoped => scoped;
    }

    private static (TestSchema Schema, List<string> Log) Schema()
    {
        var log = new List<string>();
        var schema = new TestSchema("""
            type Query { id: Int again: Int shared: Int sharedAgain: Int lazily: Lazily state: String }
            type Mutation { id: Int }
            type Lazily { state: String id: Int again: Int }
            """)
            .Getters<Lazily>()
            .Async("Query.id", c => new ValueTask<object?>(c.Service<Scoped>().Id))
            .Async("Query.again", c => new ValueTask<object?>(c.Service<Scoped>().Id))
            .Async("Query.shared", c => new ValueTask<object?>(c.Service<Scoped>().Id), scope: DependencyInjectionScope.Request)
            .Async("Query.sharedAgain", c => new ValueTask<object?>(c.Service<Scoped>().Id), scope: DependencyInjectionScope.Request)
            .Async("Query.lazily", async c =>
            {
                await Task.Yield();
                return new Lazily(c.Service<Scoped>());
            })
            .Async("Mutation.id", c => new ValueTask<object?>(c.Service<Scoped>().Id));
        schema.Services.AddScoped<Scoped>().AddSingleton(log);
        return (schema, log);
    }

    [Fact]
    public async Task Resolvers_of_queries_have_scopes_of_their_own_unless_they_want_the_request_s()
    {
        var (schema, log) = Schema();
        var ids = System.Text.Json.JsonDocument.Parse(await schema.RunAsync("{ id again shared sharedAgain }")).RootElement.GetProperty("data");
        int Id(string name) => ids.GetProperty(name).GetInt32();
        Assert.Equal(3, new[] { Id("id"), Id("again"), Id("shared"), Id("sharedAgain") }.Distinct().Count());
        Assert.Equal(Id("shared"), Id("sharedAgain"));
        Assert.Equal(["disposed", "disposed", "disposed"], log);
    }

    [Fact]
    public async Task Resolvers_of_mutations_share_the_scope_of_the_request()
    {
        var (schema, log) = Schema();
        var ids = System.Text.Json.JsonDocument.Parse(await schema.RunAsync("mutation { a: id b: id }")).RootElement.GetProperty("data");
        Assert.Equal(ids.GetProperty("a").GetInt32(), ids.GetProperty("b").GetInt32());
        Assert.Equal(["disposed"], log);
    }

    [Fact]
    public async Task A_scope_is_open_until_what_its_resolver_returned_is_written()
    {
        var (schema, log) = Schema();
        Assert.Equal("""{"data":{"lazily":{"state":"open"}}}""", await schema.RunAsync("{ lazily { state } }"));
        Assert.Equal(["disposed"], log);
    }

    [Fact]
    public async Task Services_of_the_caller_are_used_and_left_open()
    {
        var (schema, log) = Schema();
        var executor = schema.Build();
        await using var scope = executor.Services.CreateAsyncScope();
        var own = scope.ServiceProvider.GetRequiredService<Scoped>();
        var result = await executor.ExecuteAsync(r => r.SetDocument("{ shared }").SetServices(scope.ServiceProvider));
        Assert.Equal($"{{\"data\":{{\"shared\":{own.Id}}}}}", result.ToJson());
        Assert.Empty(log);
    }

    [Fact]
    public async Task Cleanups_run_after_the_value_was_written_and_before_the_scope_ends()
    {
        var (schema, log) = Schema();
        schema.Field("Query.lazily").Middleware.Add(new(null, _ => next => async context =>
        {
            await next(context);
            context.RegisterForCleanup(() =>
            {
                log.Add($"cleanup, {((Lazily)context.Result!).State}");
                return default;
            });
        }));
        schema.Getter<Lazily, string>("Lazily.state", l =>
        {
            log.Add("written");
            return l.State;
        });
        await schema.RunAsync("{ lazily { state } }");
        Assert.Equal("written", log[0]);
        Assert.Equal("disposed", log[^1]);
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public async Task Scoped_state_flows_down_local_state_does_not_and_the_request_s_is_everyone_s()
    {
        var schema = new TestSchema("type Query { a: A b: A } type A { state: String deeper: A list: [A] }");
        string Show(Resolvers.IResolverContext c) => $"{c.ScopedContextData.GetValueOrDefault("s")}/{c.LocalContextData.GetValueOrDefault("l")}/{c.ContextData["request"]}";
        schema
            .Async("Query.a", c =>
            {
                c.ScopedContextData = c.ScopedContextData.SetItem("s", "a");
                c.LocalContextData = c.LocalContextData.SetItem("l", "x");
                return new ValueTask<object?>(new object());
            })
            .Async("Query.b", _ => new ValueTask<object?>(new object()))
            .Async("A.deeper", c =>
            {
                c.ScopedContextData = c.ScopedContextData.SetItem("s", c.ScopedContextData.GetValueOrDefault("s") + "!");
                return new ValueTask<object?>(new object());
            })
            .Pure("A.list", _ => new[] { new object() })
            .Async("A.state", c => new ValueTask<object?>(Show(c)));
        var result = await schema.Build().ExecuteAsync(r => r.SetDocument("{ a { state deeper { state list { state } } } b { state } }").SetGlobalState("request", 7));
        Assert.Equal("""{"data":{"a":{"state":"a//7","deeper":{"state":"a!//7","list":[{"state":"a!//7"}]}},"b":{"state":"//7"}}}""", result.ToJson());
    }

    [Fact]
    public async Task Paths_selections_and_argument_literals_are_known_to_resolvers()
    {
        var schema = new TestSchema("type Query { items: [Item] } type Item { path(a: [Int!] = [1]): String one: Item }")
            .Pure("Query.items", _ => new[] { new object(), new object() }).Pure("Item.one", _ => new object())
            .Async("Item.path", c => new ValueTask<object?>($"{c.Path} {c.ObjectType.Name} {c.ResponseName} {c.ArgumentKind("a")} {c.ArgumentLiteral<Engine.Language.IValueNode>("a").ToString(false)}"));
        Assert.Equal(
            """{"data":{"items":[{"one":{"p":"/items[0]/one/p Item p List [3, 4]"},"path":"/items[0]/path Item path List [1]"},{"one":{"p":"/items[1]/one/p Item p List [3, 4]"},"path":"/items[1]/path Item path List [1]"}]}}""",
            await schema.RunAsync("query($x: Int!) { items { one { p: path(a: [3, $x]) } path } }", """{"x":4}"""));
    }
}
