using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Spec 6.2.1 Query, 6.3 Executing Selection Sets, 6.4 Executing Fields.</summary>
public sealed class QueryTests
{
    private enum Color
    {
        Red,
        DarkBlue,
    }

    private sealed record Item(int Id, string Name, double Price, bool Sold, int? Stock, Color Color, Color? Accent, Item? Next, List<int> Sizes, string[] Tags);

    private static readonly Item Second = new(2, "b\"\n", 0.5, false, null, Color.DarkBlue, null, null, [], []);
    private static readonly Item First = new(1, "a", 1.25, true, 7, Color.Red, Color.DarkBlue, Second, [1, 2], ["x", "y"]);

    private static TestSchema Schema() => new TestSchema("""
        type Query { item: Item items: [Item!]! late: Item lateItems: [Item] greeting(name: String = "you", times: Int): String broken: Int hello: String! }
        type Item { id: Int! name: String! price: Float! sold: Boolean! stock: Int color: Color! accent: Color next: Item sizes: [Int!]! tags: [String!]! lateName: String lateNext: Item }
        enum Color { RED DARK_BLUE }
        """)
        .Enum<Color>().Getters<Item>()
        .Pure("Query.item", _ => First)
        .Pure("Query.items", _ => new List<Item> { First, Second })
        .Pure("Query.hello", _ => "world")
        .Pure("Query.greeting", c => string.Concat(Enumerable.Repeat("Hi " + c.ArgumentValue<string>("name"), c.ArgumentOptional<int?>("times") is { HasValue: true, Value: { } n } ? n : 1)))
        .Async("Query.late", async _ =>
        {
            await Task.Yield();
            return First;
        })
        .Async("Query.lateItems", _ => new ValueTask<object?>(new Item?[] { First, null, Second }))
        .Async("Item.lateName", async c =>
        {
            await Task.Yield();
            return "late " + c.Parent<Item>().Name;
        })
        .Async("Item.lateNext", async c =>
        {
            await Task.Delay(1);
            return c.Parent<Item>().Next;
        });

    [Fact]
    public async Task Getters_are_written_as_their_types_ask() => Assert.Equal(
        """{"data":{"item":{"id":1,"name":"a","price":1.25,"sold":true,"stock":7,"color":"RED","accent":"DARK_BLUE","sizes":[1,2],"tags":["x","y"],"next":{"name":"b\"\n","stock":null,"accent":null,"next":null,"sizes":[],"tags":[]}}}}""",
        await Schema().RunAsync("{ item { id name price sold stock color accent sizes tags next { name stock accent next { id } sizes tags } } }"));

    [Fact]
    public async Task Lists_of_objects_are_written_in_order() =>
        Assert.Equal("""{"data":{"items":[{"id":1},{"id":2}]}}""", await Schema().RunAsync("{ items { id } }"));

    [Fact]
    public async Task Awaited_fields_stand_where_the_document_has_them() => Assert.Equal(
        """{"data":{"hello":"world","late":{"id":1,"lateName":"late a","name":"a","lateNext":{"lateName":"late b\"\n","lateNext":null}},"item":{"lateName":"late a"}}}""",
        await Schema().RunAsync("{ hello late { id lateName name lateNext { lateName lateNext { id } } } item { lateName } }"));

    [Fact]
    public async Task Lists_may_hold_awaited_objects_and_nulls() => Assert.Equal(
        """{"data":{"lateItems":[{"lateName":"late a"},null,{"lateName":"late b\"\n"}]}}""", await Schema().RunAsync("{ lateItems { lateName } }"));

    [Fact]
    public async Task Type_names_and_aliases_are_known() => Assert.Equal(
        """{"data":{"__typename":"Query","t":"Query","item":{"kind":"Item","a":1,"b":1}}}""", await Schema().RunAsync("{ __typename t: __typename item { kind: __typename a: id b: id } }"));

    [Fact]
    public async Task Arguments_take_literals_defaults_and_variables() => Assert.Equal(
        """{"data":{"a":"Hi you","b":"Hi me","c":"Hi xHi x","d":"Hi you"}}""",
        await Schema().RunAsync("query($n: String, $t: Int, $none: String) { a: greeting b: greeting(name: \"me\") c: greeting(name: $n, times: $t) d: greeting(name: $none) }", """{"n":"x","t":2}"""));

    [Fact]
    public async Task Fields_of_fragments_are_merged() => Assert.Equal(
        """{"data":{"item":{"id":1,"next":{"id":2,"name":"b\"\n"},"name":"a"}}}""",
        await Schema().RunAsync("{ item { id ...F next { name } } } fragment F on Item { next { id } ... on Item { name } ...G } fragment G on Item { id name }"));

    [Theory]
    [InlineData("true", """{"data":{"item":{"name":"a","id":1,"sold":true}}}""")]
    [InlineData("false", """{"data":{"item":{"id":1,"name":"a","stock":7}}}""")]
    public async Task Skip_and_include_decide_over_fields_and_their_order(string value, string expected) => Assert.Equal(
        expected,
        await Schema().RunAsync("query($v: Boolean!) { item { name @include(if: $v) id name sold @include(if: $v) stock @skip(if: $v) price @skip(if: true) } }", $$"""{"v":{{value}}}"""));

    [Fact]
    public async Task Conditions_of_merged_parents_decide_over_their_children() => Assert.Equal(
        """{"data":{"item":{"id":1}}}""",
        await Schema().RunAsync("query($v: Boolean!) { item { id } item @include(if: $v) { name } }", """{"v":false}"""));

    [Fact]
    public async Task An_object_without_selected_fields_is_empty() =>
        Assert.Equal("""{"data":{"item":{}}}""", await Schema().RunAsync("query($v: Boolean!) { item { id @include(if: $v) } }", """{"v":false}"""));

    [Fact]
    public async Task The_same_plan_serves_again()
    {
        var executor = Schema().Build();
        for (var i = 0; i < 3; i++)
            Assert.Equal("{\"data\":{\"greeting\":\"Hi " + i + "\",\"late\":{\"lateName\":\"late a\"}}}",
                await TestSchema.RunAsync(executor, "query($n: String!) { greeting(name: $n) late { lateName } }", $$"""{"n":"{{i}}"}"""));
    }

    [Fact]
    public async Task An_operation_is_found_by_name()
    {
        var executor = Schema().Build();
        const string document = "query A { hello } query B { item { id } }";
        Assert.Equal("""{"data":{"hello":"world"}}""", await TestSchema.RunAsync(executor, document, operationName: "A"));
        Assert.Equal("""{"data":{"item":{"id":1}}}""", await TestSchema.RunAsync(executor, document, operationName: "B"));
        Assert.Equal(
            """{"errors":[{"message":"The operation name can only be omitted if there is just one operation in a GraphQL document.","locations":[{"line":1,"column":1},{"line":1,"column":19}]}]}""",
            await TestSchema.RunAsync(executor, document));
        Assert.Equal(
            """{"errors":[{"message":"The specified operation `Z` cannot be found.","locations":[{"line":1,"column":1}],"extensions":{"operationName":"Z"}}]}""",
            await TestSchema.RunAsync(executor, document, operationName: "Z"));
    }
}
