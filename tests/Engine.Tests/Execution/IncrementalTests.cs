using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Incremental delivery: <c>@defer</c> and <c>@stream</c> in both formats.</summary>
public sealed class IncrementalTests
{
    private sealed record Hero(int Id, string? Name)
    {
        public Hero? Friend { get; init; }
    }

    private sealed class Lists
    {
        [StreamResult]
        public IEnumerable<int> Flagged => [1, 2, 3];
    }

    private static TestSchema Schema()
    {
        var schema = new TestSchema("""
            type Query { hero: Hero heroes: [Hero] slow(ms: Int!): String boom: String numbers: [Int] strictNumbers: [Int!] plain: [Int] flagged: [Int] strict: Hero! }
            type Mutation { hero: Hero }
            type Hero { id: Int! name: String! friend: Hero late: String lateStrict: String! boom: String friends: [Hero!] }
            """)
            .Incremental()
            .Getters<Hero>()
            .Getter<Hero, string?>("Hero.name", h => h.Name)
            .Pure("Query.hero", _ => new Hero(1, "Luke") { Friend = new Hero(2, "Han") })
            .Pure("Query.strict", _ => new Hero(1, null))
            .Pure("Query.heroes", _ => new[] { new Hero(1, "Luke"), null, new Hero(2, "Han") })
            .Async("Mutation.hero", _ => new ValueTask<object?>(new Hero(1, "Luke")))
            .Async("Query.slow", async c =>
            {
                await Task.Delay(c.ArgumentValue<int>("ms"), c.RequestAborted);
                return $"waited {c.ArgumentValue<int>("ms")}";
            })
            .Async("Query.boom", _ => throw new GraphQLException("boom"))
            .Async("Hero.boom", _ => throw new GraphQLException("boom"))
            .Async("Hero.late", async c =>
            {
                await Task.Yield();
                return "late " + c.Parent<Hero>().Name;
            })
            .Async("Hero.lateStrict", async _ =>
            {
                await Task.Yield();
                return null;
            })
            .Async("Hero.friends", _ => new ValueTask<object?>(Friends()))
            .Async("Query.numbers", _ => new ValueTask<object?>(Numbers(3)))
            .Async("Query.strictNumbers", _ => new ValueTask<object?>(Numbers(2, "broken")))
            .Pure("Query.plain", _ => new[] { 1, 2 })
            .Pure("Query.flagged", _ => new Lists().Flagged);
        schema.Field("Query.flagged").Member = typeof(Lists).GetProperty(nameof(Lists.Flagged));
        return schema;
    }

    private static async IAsyncEnumerable<int> Numbers(int count, string? failure = null)
    {
        for (var i = 1; i <= count; i++)
        {
            if (i > 1) await Task.Delay(5);
            yield return i;
        }
        if (failure is not null) throw new GraphQLException(failure);
    }

    private static async IAsyncEnumerable<Hero> Friends()
    {
        yield return new Hero(5, "Leia");
        await Task.Yield();
        yield return new Hero(6, "Chewie");
    }

    private static async Task<string> RunAsync(string document, bool byId = false, string? variables = null)
    {
        var builder = OperationRequestBuilder.New().SetDocument(document)
            .SetFlags(byId ? OperationRequestFlags.AllowAll | OperationRequestFlags.IncrementalById : OperationRequestFlags.AllowAll);
        if (variables is not null) builder.SetVariableValues(variables);
        await using var result = await Schema().Build().ExecuteAsync(builder.Build());
        if (result is IOperationResult single) return single.ToJson();
        Assert.Equal(ResponseStreamKind.Incremental, result.ExpectResponseStream().Kind);
        var all = new List<string>();
        await foreach (var one in result.ExpectResponseStream().ReadResultsAsync())
        {
            all.Add(one.ToJson());
            await one.DisposeAsync();
        }
        return string.Join("\n", all);
    }

    [Fact]
    public async Task A_deferred_fragment_follows_by_path() => Assert.Equal(
        """
        {"data":{"hero":{"name":"Luke"},"slow":"waited 1"},"hasNext":true}
        {"incremental":[{"data":{"late":"late Luke"},"label":"later","path":["hero"]}],"hasNext":false}
        """,
        await RunAsync("""{ hero { name ... @defer(label: "later") { late } } slow(ms: 1) }"""));

    [Fact]
    public async Task A_deferred_fragment_follows_by_id() => Assert.Equal(
        """
        {"data":{"hero":{"name":"Luke"}},"pending":[{"id":"0","path":["hero"],"label":"later"}],"hasNext":true}
        {"incremental":[{"data":{"late":"late Luke"},"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}
        """,
        await RunAsync("""{ hero { name ...F @defer(label: "later") } } fragment F on Hero { late }""", byId: true));

    [Fact]
    public async Task By_path_a_fragment_is_complete_in_itself() => Assert.Equal(
        """
        {"data":{"hero":{"name":"Luke"}},"hasNext":true}
        {"incremental":[{"data":{"hero":{"name":"Luke","id":1}},"path":[]}],"hasNext":false}
        """,
        await RunAsync("{ hero { name } ... @defer { hero { name id } } }"));

    [Fact]
    public async Task By_id_no_field_is_delivered_twice() => Assert.Equal(
        """
        {"data":{"hero":{"name":"Luke"}},"pending":[{"id":"0","path":[]}],"hasNext":true}
        {"incremental":[{"data":{"id":1,"friend":{"name":"Han"}},"id":"0","subPath":["hero"]}],"completed":[{"id":"0"}],"hasNext":false}
        """,
        await RunAsync("{ hero { name } ... @defer { hero { name id friend { name } } } }", byId: true));

    [Fact]
    public async Task By_id_fragments_share_fields_that_both_wait_for() => Assert.Equal(
        """
        {"data":{"hero":{}},"pending":[{"id":"0","path":["hero"],"label":"a"},{"id":"1","path":["hero"],"label":"b"}],"hasNext":true}
        {"incremental":[{"data":{"name":"Luke"},"id":"0"},{"data":{"id":1},"id":"0"},{"data":{"friend":{"id":2}},"id":"1"}],"completed":[{"id":"0"},{"id":"1"}],"hasNext":false}
        """,
        await RunAsync("""{ hero { ... @defer(label: "a") { name id } ... @defer(label: "b") { id friend { id } } } }""", byId: true));

    [Fact]
    public async Task By_id_an_inner_fragment_waits_for_the_outer_one() => Assert.Equal(
        """
        {"data":{"hero":{}},"pending":[{"id":"0","path":["hero"],"label":"outer"}],"hasNext":true}
        {"pending":[{"id":"1","path":["hero"],"label":"inner"}],"incremental":[{"data":{"name":"Luke"},"id":"0"}],"completed":[{"id":"0"}],"hasNext":true}
        {"incremental":[{"data":{"id":1},"id":"1"}],"completed":[{"id":"1"}],"hasNext":false}
        """,
        await RunAsync("""{ hero { ... @defer(label: "outer") { name ... @defer(label: "inner") { id name } } } }""", byId: true));

    [Fact]
    public async Task Items_of_a_list_defer_each_for_itself_and_a_null_item_defers_nothing()
    {
        var lines = (await RunAsync("{ heroes { id ... @defer { late } } }")).Split('\n');
        Assert.Equal("""{"data":{"heroes":[{"id":1},null,{"id":2}]},"hasNext":true}""", lines[0]);
        // Which of the two is ready first is open.
        var patches = lines.Skip(1).SelectMany(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("incremental").EnumerateArray()).Select(p => p.GetRawText());
        Assert.Equal(["""{"data":{"late":"late Han"},"path":["heroes",2]}""", """{"data":{"late":"late Luke"},"path":["heroes",0]}"""], patches.Order());
    }

    [Fact]
    public async Task Parts_come_when_they_are_ready_with_their_own_errors() => Assert.Equal(
        """
        {"data":{"x":"waited 0"},"hasNext":true}
        {"incremental":[{"errors":[{"message":"boom","locations":[{"line":1,"column":99}],"path":["boom"]}],"data":{"boom":null},"path":[]}],"hasNext":true}
        {"incremental":[{"data":{"slow":"waited 50"},"path":[]}],"hasNext":false}
        """,
        await RunAsync("{ ... @defer { slow(ms: 50) } ... @defer(if: false) { x: slow(ms: 0) }               ... @defer { boom } }"));

    [Fact]
    public async Task A_part_that_becomes_null_says_so_by_path() => Assert.Equal(
        """
        {"data":{"hero":{"id":1}},"hasNext":true}
        {"incremental":[{"errors":[{"message":"Cannot return null for non-nullable field.","locations":[{"line":1,"column":30}],"path":["hero","lateStrict"],"extensions":{"code":"HC0018"}}],"data":null,"path":["hero"]}],"hasNext":false}
        """,
        await RunAsync("{ hero { id ... @defer {     lateStrict } } }"));

    [Fact]
    public async Task A_part_that_becomes_null_completes_with_errors_by_id() => Assert.Equal(
        """
        {"data":{"hero":{"id":1}},"pending":[{"id":"0","path":["hero"]}],"hasNext":true}
        {"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field.","locations":[{"line":1,"column":30}],"path":["hero","lateStrict"],"extensions":{"code":"HC0018"}}]}],"hasNext":false}
        """,
        await RunAsync("{ hero { id ... @defer {     lateStrict ... @defer { name } } } }", byId: true));

    [Fact]
    public async Task What_became_null_in_the_initial_result_defers_nothing() => Assert.Equal(
        """{"errors":[{"message":"Cannot return null for non-nullable field.","locations":[{"line":1,"column":35}],"path":["strict","name"],"extensions":{"code":"HC0018"}}],"data":null}""",
        await RunAsync("{ strict { ... @defer { id }      name } }"));

    [Theory]
    [InlineData("true", """{"data":{"hero":{"id":1}},"hasNext":true}""" + "\n" + """{"incremental":[{"data":{"name":"Luke"},"path":["hero"]}],"hasNext":false}""")]
    [InlineData("false", """{"data":{"hero":{"id":1,"name":"Luke"}}}""")]
    public async Task A_variable_decides_whether_something_is_deferred(string value, string expected) =>
        Assert.Equal(expected, await RunAsync("query($d: Boolean!) { hero { id ... @defer(if: $d) { name } } }", variables: $$"""{"d":{{value}}}"""));

    [Fact]
    public async Task Skipped_fragments_are_not_deferred() => Assert.Equal(
        """{"data":{"hero":{"id":1}}}""",
        await RunAsync("query($s: Boolean!) { hero { id ... @defer @skip(if: $s) { name } } }", variables: """{"s":true}"""));

    [Fact]
    public async Task Mutations_defer_below_their_root_fields() => Assert.Equal(
        """
        {"data":{"hero":{"id":1}},"hasNext":true}
        {"incremental":[{"data":{"late":"late Luke"},"path":["hero"]}],"hasNext":false}
        """,
        await RunAsync("mutation { hero { id ... @defer { late } } }"));

    [Fact]
    public async Task Callers_that_read_no_streams_are_refused()
    {
        var result = await Schema().Build().ExecuteAsync(r => r.SetDocument("{ hero { ... @defer { id } } }").SetFlags(OperationRequestFlags.AllowQuery));
        Assert.Equal("""{"errors":[{"message":"The specified operation kind is not allowed."}]}""", result.ToJson());
    }

    [Fact]
    public async Task Streamed_items_follow_by_path() => Assert.Equal(
        """
        {"data":{"numbers":[1]},"hasNext":true}
        {"incremental":[{"items":[2],"label":"n","path":["numbers",1]}],"hasNext":true}
        {"incremental":[{"items":[3],"label":"n","path":["numbers",2]}],"hasNext":false}
        """,
        await RunAsync("""{ numbers @stream(initialCount: 1, label: "n") }"""));

    [Fact]
    public async Task Streamed_items_follow_by_id() => Assert.Equal(
        """
        {"data":{"numbers":[1,2]},"pending":[{"id":"0","path":["numbers"]}],"hasNext":true}
        {"incremental":[{"items":[3],"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}
        """,
        await RunAsync("query($n: Int!) { numbers @stream(initialCount: $n) }", byId: true, """{"n":2}"""));

    [Fact]
    public async Task Streamed_objects_are_resolved_before_they_are_delivered() => Assert.Equal(
        """
        {"data":{"hero":{"friends":[{"late":"late Leia"}]}},"pending":[{"id":"0","path":["hero","friends"]}],"hasNext":true}
        {"incremental":[{"items":[{"late":"late Chewie"}],"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}
        """,
        await RunAsync("{ hero { friends @stream(initialCount: 1) { late } } }", byId: true));

    [Fact]
    public async Task A_sequence_that_fails_ends_its_stream() => Assert.Equal(
        """
        {"data":{"strictNumbers":[1]},"pending":[{"id":"0","path":["strictNumbers"]}],"hasNext":true}
        {"incremental":[{"items":[2],"id":"0"}],"completed":[{"id":"0","errors":[{"message":"broken","locations":[{"line":1,"column":3}],"path":["strictNumbers",2]}]}],"hasNext":false}
        """,
        await RunAsync("{ strictNumbers @stream(initialCount: 1) }", byId: true));

    [Fact]
    public async Task Lists_are_streamed_only_where_their_field_says_so() => Assert.Equal(
        """
        {"data":{"plain":[1,2],"flagged":[1]},"hasNext":true}
        {"incremental":[{"items":[2,3],"path":["flagged",1]}],"hasNext":false}
        """,
        await RunAsync("{ plain @stream flagged @stream(initialCount: 1) }"));

    [Fact]
    public async Task Time_limits_end_what_is_still_deferred()
    {
        var schema = Schema();
        schema.Options.ExecutionTimeout = TimeSpan.FromMilliseconds(100);
        await using var result = await schema.Build().ExecuteAsync("{ hero { id } ... @defer { slow(ms: 60000) } }");
        var all = new List<string>();
        await foreach (var one in result.ExpectResponseStream().ReadResultsAsync()) all.Add(one.ToJson());
        Assert.Equal("""{"data":{"hero":{"id":1}},"hasNext":true}""", all[0]);
        Assert.Equal(
            """{"incremental":[{"errors":[{"message":"The request exceeded the configured timeout of `00:00:00.1000000`.","extensions":{"code":"HC0045"}}],"data":null,"path":[]}],"hasNext":false}""",
            all[1]);
        Assert.Equal(2, all.Count);
    }
}
