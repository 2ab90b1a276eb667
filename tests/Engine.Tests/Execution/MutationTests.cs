namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Spec 6.2.2 Mutation: root fields run one after another.</summary>
public sealed class MutationTests
{
    private sealed class Counter
    {
        public int Value { get; set; }
    }

    private static (TestSchema Schema, List<string> Log, Counter Counter) Schema()
    {
        var log = new List<string>();
        var counter = new Counter();
        var schema = new TestSchema("""
            type Query { ok: Int }
            type Mutation { add(n: Int!): Counter! fail: Int failStrict: Int! }
            type Counter { value: Int! late: Int! }
            """)
            .Getters<Counter>()
            .Pure("Query.ok", _ => 1)
            .Async("Mutation.add", async c =>
            {
                var n = c.ArgumentValue<int>("n");
                log.Add($"start {n}");
                await Task.Delay(n % 2 == 0 ? 1 : 5);
                counter.Value += n;
                log.Add($"end {n}");
                return counter;
            })
            .Async("Mutation.fail", _ => throw new GraphQLException("no"))
            .Async("Mutation.failStrict", _ => throw new GraphQLException("never"))
            .Async("Counter.late", async c =>
            {
                await Task.Yield();
                log.Add($"late {c.Parent<Counter>().Value}");
                return c.Parent<Counter>().Value;
            });
        return (schema, log, counter);
    }

    [Fact]
    public async Task Root_fields_run_in_order_and_each_is_complete_before_the_next_starts()
    {
        var (schema, log, _) = Schema();
        Assert.Equal(
            """{"data":{"a":{"value":1,"late":1},"__typename":"Mutation","b":{"value":3,"late":3},"c":{"late":6,"value":6}}}""",
            await schema.RunAsync("mutation { a: add(n: 1) { value late } __typename b: add(n: 2) { value late } c: add(n: 3) { late value } }"));
        Assert.Equal(["start 1", "end 1", "late 1", "start 2", "end 2", "late 3", "start 3", "end 3", "late 6"], log);
    }

    [Fact]
    public async Task A_failed_field_does_not_keep_the_next_from_running()
    {
        var (schema, _, counter) = Schema();
        Assert.Equal(
            """{"errors":[{"message":"no","locations":[{"line":1,"column":12}],"path":["fail"]}],"data":{"fail":null,"add":{"value":1}}}""",
            await schema.RunAsync("mutation { fail add(n: 1) { value } }"));
        Assert.Equal(1, counter.Value);
    }

    [Fact]
    public async Task A_field_that_must_not_be_null_and_fails_ends_the_mutation()
    {
        var (schema, _, counter) = Schema();
        Assert.Equal(
            """{"errors":[{"message":"never","locations":[{"line":1,"column":34}],"path":["failStrict"]}],"data":null}""",
            await schema.RunAsync("mutation { add(n: 1) { value }   failStrict b: add(n: 1) { value } }"));
        Assert.Equal(1, counter.Value);
    }

    [Fact]
    public async Task Skipped_fields_do_not_run()
    {
        var (schema, _, counter) = Schema();
        Assert.Equal("""{"data":{"b":{"value":2}}}""",
            await schema.RunAsync("mutation($v: Boolean!) { a: add(n: 1) @skip(if: $v) { value } b: add(n: 2) { value } }", """{"v":true}"""));
        Assert.Equal(2, counter.Value);
    }
}
