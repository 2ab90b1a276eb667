using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Spec 6.4.4 Handling Execution Errors, 7.1.7 Errors.</summary>
public sealed class ErrorTests
{
    private sealed class Node
    {
        public string? Name { get; init; }
        public Node? Child { get; init; }
        public int Boom => throw new InvalidOperationException("secret");
        public int Id => 1;
    }

    private static TestSchema Schema() => new TestSchema("""
        type Query { node: Node strict: Node! list: [Node] strictItems: [Node!] strictList: [Node!]! nested: [[Int!]] fails: String failsStrict: String! graphQL: String partial: String twice: String wrong: Int wrongs: [Int] strictWrongs: [Int!] ok: Int pureFails: Int notAList: [Int] number(n: Int!): Int }
        type Node { id: Int! name: String! child: Node strictChild: Node! boom: Int strictBoom: Int! late: String lateStrict: String! lateChild: Node }
        """)
        .Getters<Node>()
        .Getter<Node, string?>("Node.name", n => n.Name)
        .Getter<Node, int>("Node.strictBoom", n => n.Boom)
        .Getter<Node, Node?>("Node.strictChild", n => n.Child)
        .Pure("Query.node", _ => new Node { Name = "a", Child = new Node() })
        .Pure("Query.strict", _ => new Node { Name = null })
        .Pure("Query.list", _ => new[] { new Node { Name = "a" }, new Node(), new Node { Name = "c" } })
        .Pure("Query.strictItems", _ => new List<Node> { new() { Name = "a" }, new() })
        .Pure("Query.strictList", _ => new List<Node> { new() })
        .Pure("Query.nested", _ => new object?[] { new object?[] { 1, null }, new object?[] { 2 } })
        .Pure("Query.ok", _ => 1)
        .Pure("Query.number", c => c.ArgumentValue<int>("n"))
        .Pure("Query.wrong", _ => "text")
        .Pure("Query.wrongs", _ => new object[] { 1, "two", 3 })
        .Pure("Query.strictWrongs", _ => new object[] { 1, "two", 3 })
        .Pure("Query.notAList", _ => 5)
        .Pure("Query.pureFails", _ => throw new InvalidOperationException("secret"))
        .Async("Query.fails", async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("secret");
        })
        .Async("Query.failsStrict", _ => throw new InvalidOperationException("secret"))
        .Async("Query.graphQL", _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("Business says no.").SetCode("NOPE").SetExtension("hint", 42).Build()))
        .Async("Query.partial", c =>
        {
            c.ReportError("half");
            return new ValueTask<object?>("value");
        })
        .Async("Query.twice", c =>
        {
            c.ReportError("one");
            c.ReportError(ErrorBuilder.New().SetMessage("two").SetPath(Path.Root.Append("elsewhere")).Build());
            return new ValueTask<object?>((object?)null);
        })
        .Async("Node.late", async c =>
        {
            await Task.Yield();
            return c.Parent<Node>().Name ?? throw new GraphQLException("no name");
        })
        .Async("Node.lateStrict", async c =>
        {
            await Task.Yield();
            return c.Parent<Node>().Name;
        })
        .Async("Node.lateChild", c => new ValueTask<object?>(c.Parent<Node>().Child));

    private static string WithNull(string json) => json.Replace("NULL", "\"Cannot return null for non-nullable field.\"");

    [Fact]
    public async Task Null_propagates_to_the_nearest_nullable_field() => Assert.Equal(
        WithNull("""{"errors":[{"message":NULL,"locations":[{"line":1,"column":21}],"path":["node","child","name"],"extensions":{"code":"HC0018"}}],"data":{"node":{"child":null,"name":"a"},"ok":1}}"""),
        await Schema().RunAsync("{ node { child { id name } name } ok }"));

    [Fact]
    public async Task Null_propagates_through_non_null_fields_to_data() => Assert.Equal(
        WithNull("""{"errors":[{"message":NULL,"locations":[{"line":1,"column":15}],"path":["strict","name"],"extensions":{"code":"HC0018"}}],"data":null}"""),
        await Schema().RunAsync("{ ok strict { name } }"));

    [Fact]
    public async Task A_null_item_is_null_or_takes_its_list_along() => Assert.Equal(
        WithNull("""{"errors":[{"message":NULL,"locations":[{"line":1,"column":10}],"path":["list",1,"name"],"extensions":{"code":"HC0018"}},{"message":NULL,"locations":[{"line":1,"column":31}],"path":["strictItems",1,"name"],"extensions":{"code":"HC0018"}},{"message":NULL,"locations":[{"line":1,"column":38}],"path":["nested",0,1],"extensions":{"code":"HC0018"}}],"data":{"list":[{"name":"a"},null,{"name":"c"}],"strictItems":null,"nested":[null,[2]]}}"""),
        await Schema().RunAsync("{ list { name } strictItems { name } nested }"));

    [Fact]
    public async Task A_list_that_must_not_be_null_takes_its_parent_along() => Assert.Equal(
        WithNull("""{"errors":[{"message":NULL,"locations":[{"line":1,"column":16}],"path":["strictList",0,"name"],"extensions":{"code":"HC0018"}}],"data":null}"""),
        await Schema().RunAsync("{ strictList { name } }"));

    [Fact]
    public async Task Unexpected_exceptions_are_masked_wherever_they_come_from() => Assert.Equal(
        """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":10}],"path":["node","boom"]},{"message":"Unexpected Execution Error","locations":[{"line":1,"column":20}],"path":["fails"]},{"message":"Unexpected Execution Error","locations":[{"line":1,"column":26}],"path":["pureFails"]}],"data":{"node":{"boom":null,"id":1},"fails":null,"pureFails":null}}""",
        await Schema().RunAsync("{ node { boom id } fails pureFails }"));

    [Fact]
    public async Task A_resolver_that_failed_reports_only_its_own_error() => Assert.Equal(
        """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":6}],"path":["failsStrict"]}],"data":null}""",
        await Schema().RunAsync("{ ok failsStrict }"));

    [Fact]
    public async Task A_getter_that_throws_takes_its_object_along_when_it_must_not_be_null() => Assert.Equal(
        """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":13}],"path":["node","strictBoom"]}],"data":{"node":null}}""",
        await Schema().RunAsync("{ node { id strictBoom } }"));

    [Fact]
    public async Task GraphQL_exceptions_pass_as_they_are() => Assert.Equal(
        """{"errors":[{"message":"Business says no.","locations":[{"line":1,"column":3}],"path":["graphQL"],"extensions":{"code":"NOPE","hint":42}}],"data":{"graphQL":null}}""",
        await Schema().RunAsync("{ graphQL }"));

    [Fact]
    public async Task Reported_errors_keep_the_value_and_their_own_path() => Assert.Equal(
        """{"errors":[{"message":"half","locations":[{"line":1,"column":3}],"path":["partial"]},{"message":"one","locations":[{"line":1,"column":11}],"path":["twice"]},{"message":"two","locations":[{"line":1,"column":11}],"path":["elsewhere"]}],"data":{"partial":"value","twice":null}}""",
        await Schema().RunAsync("{ partial twice }"));

    [Fact]
    public async Task Values_that_a_leaf_cannot_write_fail_alone() => Assert.Equal(
        """{"errors":[{"message":"Int cannot serialize the given value of type `String`.","locations":[{"line":1,"column":3}],"path":["wrong"],"extensions":{"code":"EXEC_INVALID_LEAF_VALUE"}},{"message":"Int cannot serialize the given value of type `String`.","locations":[{"line":1,"column":9}],"path":["wrongs",1],"extensions":{"code":"EXEC_INVALID_LEAF_VALUE"}},{"message":"Int cannot serialize the given value of type `String`.","locations":[{"line":1,"column":16}],"path":["strictWrongs",1],"extensions":{"code":"EXEC_INVALID_LEAF_VALUE"}}],"data":{"wrong":null,"wrongs":[1,null,3],"strictWrongs":null}}""",
        await Schema().RunAsync("{ wrong wrongs strictWrongs }"));

    [Fact]
    public async Task A_value_that_is_no_list_is_refused_for_a_list_field() => Assert.Equal(
        """{"errors":[{"message":"The type `Int32` is not supported as the value of a list field.","locations":[{"line":1,"column":3}],"path":["notAList"],"extensions":{"code":"EXEC_LIST_TYPE_NOT_SUPPORTED"}}],"data":{"notAList":null}}""",
        await Schema().RunAsync("{ notAList }"));

    [Fact]
    public async Task Errors_of_awaited_fields_stand_in_the_order_of_the_document_even_when_their_object_is_gone() => Assert.Equal(
        WithNull("""{"errors":[{"message":"no name","locations":[{"line":1,"column":22}],"path":["node","lateChild","late"]},{"message":NULL,"locations":[{"line":1,"column":27}],"path":["node","lateChild","lateStrict"],"extensions":{"code":"HC0018"}},{"message":"no name","locations":[{"line":1,"column":38}],"path":["node","lateChild","again"]}],"data":{"node":{"lateChild":null}}}"""),
        await Schema().RunAsync("{ node { lateChild { late lateStrict again: late } } }"));

    [Fact]
    public async Task A_variable_that_is_null_fails_the_field_whose_argument_must_not_be() => Assert.Equal(
        """{"errors":[{"message":"The argument `n` must not be null.","locations":[{"line":1,"column":22}],"path":["number"],"extensions":{"code":"HC0018","argument":"n"}}],"data":{"number":null,"ok":1}}""",
        await Schema().RunAsync("query($n: Int = 1) { number(n: $n) ok }", """{"n":null}"""));

    [Fact]
    public async Task Details_of_exceptions_are_sent_when_asked_for()
    {
        var schema = Schema();
        schema.Options.IncludeExceptionDetails = true;
        var json = await schema.RunAsync("{ pureFails }");
        Assert.StartsWith("""{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":3}],"path":["pureFails"],"extensions":{"message":"secret","stackTrace":"   at """, json);
    }

    [Fact]
    public async Task Filters_see_every_error_in_order_and_may_change_it() => Assert.Equal(
        """{"errors":[{"message":"secret!?","locations":[{"line":1,"column":3}],"path":["pureFails"]}],"data":{"pureFails":null}}""",
        await Schema()
            .Filter(e => e.Exception is InvalidOperationException x ? e.WithMessage(x.Message + "!") : e)
            .Filter(e => e.WithMessage(e.Message + "?"))
            .RunAsync("{ pureFails }"));

    [Fact]
    public async Task Masked_exceptions_are_logged_with_operation_and_path()
    {
        var log = new MemoryLog();
        var schema = Schema();
        schema.Services.AddSingleton<ILoggerFactory>(new LoggerFactory([log]));
        await schema.RunAsync("query Ask { node { boom } }");
        var (message, exception) = Assert.Single(log.Entries);
        Assert.Matches("^Unexpected error [0-9a-f]{32} in operation Ask at /node/boom$", message);
        Assert.Equal("secret", exception!.Message);
    }

    [Fact]
    public async Task An_exception_that_a_filter_explains_is_not_logged()
    {
        var log = new MemoryLog();
        var schema = Schema().Filter(e => e.Exception is InvalidOperationException x ? e.WithMessage(x.Message).RemoveException() : e);
        schema.Services.AddSingleton<ILoggerFactory>(new LoggerFactory([log]));
        await schema.RunAsync("query Ask { node { boom } }");
        Assert.Empty(log.Entries);
    }

    private sealed class MemoryLog : ILoggerProvider, ILogger
    {
        public List<(string Message, Exception? Exception)> Entries { get; } = [];
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((formatter(state, exception), exception));
        public void Dispose()
        {
        }
    }
}
