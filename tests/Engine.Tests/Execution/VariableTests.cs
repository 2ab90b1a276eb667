using System.Text.Json;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Spec 6.1.2 Coercing Variable Values, 6.4.1 Coercing Field Arguments, 3.10 Input Objects.</summary>
public sealed class VariableTests
{
    private enum State
    {
        Active,
        Draft,
    }

    private static TestSchema Schema() => new TestSchema("""
        type Query { echo(int: Int, req: Int = 5, strict: Int! = 6, ints: [Int], matrix: [[Int]], filter: Filter, one: One, state: State, text: String, float: Float, id: ID): String need(n: Int!): String }
        input Filter { state: State! name: String = "x" nested: Filter list: [Int!] count: Int! = 3 }
        input One @oneOf { a: Int b: String }
        enum State { ACTIVE DRAFT }
        """)
        .Enum<State>()
        .Pure("Query.echo", c => string.Join(" ", new[] { "int", "req", "strict", "ints", "matrix", "filter", "one", "state", "text", "float", "id" }.Select(n => Show(c, n)).OfType<string>()))
        .Pure("Query.need", c => c.ArgumentValue<int>("n").ToString());

    private static string? Show(Resolvers.IResolverContext context, string name)
    {
        var value = context.ArgumentOptional<object?>(name);
        return value.HasValue ? $"{name}={Text(value.Value)}" : null;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string s => $"'{s}'",
        object?[] list => $"[{string.Join(",", list.Select(Text))}]",
        InputObjectValue o => $"{{{string.Join(",", o.Fields.Select(f => $"{f.Key.Name}:{Text(f.Value)}"))}}}",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
    };

    [Theory]
    [InlineData("echo", "req=5 strict=6")]
    [InlineData("echo(int: null, req: null)", "int=null req=null strict=6")]
    [InlineData("echo(ints: 1, matrix: [[1, 2], [3]])", "req=5 strict=6 ints=[1] matrix=[[1,2],[3]]")]
    [InlineData("echo(filter: {list: 4, state: DRAFT})", "req=5 strict=6 filter={list:[4],state:Draft,name:'x',count:3}")]
    [InlineData("echo(one: {b: \\\"q\\\"})", "req=5 strict=6 one={b:'q'}")]
    [InlineData("echo(float: 1, id: 7)", "req=5 strict=6 float=1 id='7'")]
    public async Task Literals_are_coerced_with_defaults(string field, string expected) =>
        Assert.Equal($"{{\"data\":{{\"echo\":\"{expected}\"}}}}", await Schema().RunAsync($"{{ {field.Replace("\\\"", "\"")} }}"));

    [Theory]
    [InlineData("$v: Int", "int: $v", "{}", "req=5 strict=6")]
    [InlineData("$v: Int", "int: $v", """{"v":null}""", "int=null req=5 strict=6")]
    [InlineData("$v: Int = 9", "int: $v", "{}", "int=9 req=5 strict=6")]
    [InlineData("$v: Int", "req: $v", "{}", "req=5 strict=6")]
    [InlineData("$v: Int", "req: $v", """{"v":null}""", "req=null strict=6")]
    [InlineData("$v: Int", "strict: $v", "{}", "req=5 strict=6")]
    [InlineData("$v: [Int]", "ints: $v", """{"v":3}""", "req=5 strict=6 ints=[3]")]
    [InlineData("$v: Int", "ints: [1, $v]", """{"v":3}""", "req=5 strict=6 ints=[1,3]")]
    [InlineData("$v: Int", "ints: [1, $v]", "{}", "req=5 strict=6 ints=[1,null]")]
    [InlineData("$v: [[Int]]", "matrix: $v", """{"v":[1,[2]]}""", "req=5 strict=6 matrix=[[1],[2]]")]
    [InlineData("$v: String", "filter: {state: ACTIVE, name: $v}", "{}", "req=5 strict=6 filter={state:Active,name:'x',count:3}")]
    [InlineData("$v: Filter", "filter: $v", """{"v":{"nested":{"state":"DRAFT"},"state":"ACTIVE","name":null}}""", "req=5 strict=6 filter={nested:{state:Draft,name:'x',count:3},state:Active,name:null,count:3}")]
    [InlineData("$v: State", "state: $v", """{"v":"DRAFT"}""", "req=5 strict=6 state=Draft")]
    [InlineData("$v: One", "one: $v", """{"v":{"a":1}}""", "req=5 strict=6 one={a:1}")]
    [InlineData("$v: Float", "float: $v", """{"v":2}""", "req=5 strict=6 float=2")]
    [InlineData("$v: ID", "id: $v", """{"v":2}""", "req=5 strict=6 id='2'")]
    [InlineData("$v: Int", "int: $v", """{"v":1,"other":true}""", "int=1 req=5 strict=6")]
    [InlineData("$v: Int", "int: $v", """{"v":1.0}""", "int=1 req=5 strict=6")]
    public async Task Variables_are_coerced(string definition, string argument, string variables, string expected) =>
        Assert.Equal($"{{\"data\":{{\"echo\":\"{expected}\"}}}}", await Schema().RunAsync($"query({definition}) {{ echo({argument}) }}", variables));

    [Theory]
    [InlineData("$v: Int", """{"v":"abc"}""", """{"message":"Int cannot parse the given literal of type `StringValueNode`.","path":["v"]}""")]
    [InlineData("$v: Int", """{"v":2147483648}""", """{"message":"Int cannot parse the given literal of type `IntValueNode`.","path":["v"]}""")]
    [InlineData("$v: Int", """{"v":1.5}""", """{"message":"Int cannot parse the given literal of type `FloatValueNode`.","path":["v"]}""")]
    [InlineData("$v: Float", """{"v":1e999}""", """{"message":"Float cannot parse the given literal of type `FloatValueNode`.","path":["v"]}""")]
    [InlineData("$v: String", """{"v":"\ud800"}""", """{"message":"String cannot parse a string with an unpaired surrogate.","path":["v"]}""")]
    [InlineData("$v: String", """{"v":{}}""", """{"message":"String cannot parse the given literal of type `ObjectValueNode`.","path":["v"]}""")]
    [InlineData("$v: State", """{"v":"NOPE"}""", """{"message":"State cannot parse the given literal of type `EnumValueNode`.","path":["v"]}""")]
    [InlineData("$v: State", """{"v":1}""", """{"message":"State cannot parse the given literal of type `IntValueNode`.","path":["v"]}""")]
    [InlineData("$v: [Int!]", """{"v":[1,null]}""", """{"message":"The value of type `Int!` must not be null.","path":["v",1],"extensions":{"code":"HC0018"}}""")]
    [InlineData("$v: Filter", """{"v":{"state":"ACTIVE","zzz":1}}""", """{"message":"The field `zzz` does not exist on the type `Filter`.","path":["v"],"extensions":{"type":"Filter"}}""")]
    [InlineData("$v: Filter", """{"v":{"state":"NOPE"}}""", """{"message":"State cannot parse the given literal of type `EnumValueNode`.","path":["v","state"],"extensions":{"fieldCoordinate":"Filter.state","fieldType":"State"}}""")]
    [InlineData("$v: Filter", """{"v":{}}""", """{"message":"The required input field `state` is missing.","path":["v","state"],"extensions":{"field":"Filter.state"}}""")]
    [InlineData("$v: Filter", """{"v":{"state":"ACTIVE","nested":{"state":"ACTIVE","list":[1,"x"]}}}""", """{"message":"Int cannot parse the given literal of type `StringValueNode`.","path":["v","nested","list",1],"extensions":{"fieldCoordinate":"Filter.list","fieldType":"Int"}}""")]
    [InlineData("$v: Filter", """{"v":7}""", """{"message":"Filter cannot parse the given literal of type `IntValueNode`.","path":["v"]}""")]
    [InlineData("$v: One", """{"v":{}}""", """{"message":"The oneOf input object `One` requires exactly one field that is not null.","path":["v"],"extensions":{"code":"HC0054","type":"One"}}""")]
    [InlineData("$v: One", """{"v":{"a":1,"b":"x"}}""", """{"message":"The oneOf input object `One` requires exactly one field that is not null.","path":["v"],"extensions":{"code":"HC0055","type":"One"}}""")]
    [InlineData("$v: One", """{"v":{"a":null}}""", """{"message":"The field `a` of the oneOf input object `One` must not be null.","path":["v","a"],"extensions":{"code":"HC0056","type":"One"}}""")]
    [InlineData("$v: Int!", "{}", """{"message":"Variable `v` is required.","locations":[{"line":1,"column":7}],"extensions":{"code":"HC0018","variable":"v"}}""")]
    [InlineData("$v: Int!", """{"v":null}""", """{"message":"Variable `v` is required.","locations":[{"line":1,"column":7}],"extensions":{"code":"HC0018","variable":"v"}}""")]
    public async Task Variables_that_are_not_valid_are_refused(string definition, string variables, string expected)
    {
        var argument = definition.Contains("State") ? "state" : definition.Contains("Filter") ? "filter" : definition.Contains("One") ? "one"
            : definition.Contains("Float") ? "float" : definition.Contains("String") ? "text" : definition.Contains('[') ? "ints" : "int";
        Assert.Equal($"{{\"errors\":[{expected}]}}", await Schema().RunAsync($"query({definition}) {{ echo({argument}: $v) }}", variables));
    }

    [Fact]
    public async Task Each_variable_reports_its_own_error() => Assert.Equal(
        """{"errors":[{"message":"Int cannot parse the given literal of type `BooleanValueNode`.","path":["a"]},{"message":"Int cannot parse the given literal of type `StringValueNode`.","path":["b"]}]}""",
        await Schema().RunAsync("query($a: Int, $b: Int) { echo(int: $a, req: $b) }", """{"a":true,"b":"x"}"""));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public async Task Values_may_nest_as_deep_as_the_limit_says(int levels, bool allowed)
    {
        var executor = Schema().Build();
        object value = new Dictionary<string, object?> { ["state"] = "ACTIVE" };
        for (var i = 1; i < levels; i++) value = new Dictionary<string, object?> { ["state"] = "ACTIVE", ["nested"] = value };
        var result = (await executor.ExecuteAsync("query($v: Filter) { echo(filter: $v) }", new Dictionary<string, object?> { ["v"] = value })).ToJson();
        if (allowed) Assert.StartsWith("{\"data\":{\"echo\":\"req=5 strict=6 filter={state:Active", result);
        else Assert.StartsWith("{\"errors\":[{\"message\":\"Variable values may nest 64 levels at most.\",\"path\":[\"v\",\"nested\"", result);
    }

    [Fact]
    public async Task Callers_in_process_give_CLR_values()
    {
        var executor = Schema().Build();
        async Task<string> Run(string definition, string argument, object? value) =>
            (await executor.ExecuteAsync($"query({definition}) {{ echo({argument}: $v) }}", new Dictionary<string, object?> { ["v"] = value })).ToJson();
        Assert.Equal("""{"data":{"echo":"int=3 req=5 strict=6"}}""", await Run("$v: Int", "int", 3));
        Assert.Equal("""{"data":{"echo":"int=3 req=5 strict=6"}}""", await Run("$v: Int", "int", 3L));
        Assert.Equal("""{"data":{"echo":"req=5 strict=6 state=Draft"}}""", await Run("$v: State", "state", State.Draft));
        Assert.Equal("""{"data":{"echo":"req=5 strict=6 state=Draft"}}""", await Run("$v: State", "state", new EnumValueNode("DRAFT")));
        Assert.Equal("""{"data":{"echo":"req=5 strict=6 ints=[1,2]"}}""", await Run("$v: [Int]", "ints", new List<int> { 1, 2 }));
        Assert.Equal("""{"data":{"echo":"req=5 strict=6 ints=[1,2]"}}""", await Run("$v: [Int]", "ints", JsonSerializer.SerializeToElement(new[] { 1, 2 })));
        Assert.Equal("""{"errors":[{"message":"Int cannot parse the given value of type `String`.","path":["v"]}]}""", await Run("$v: Int", "int", "x"));
        Assert.Equal("""{"errors":[{"message":"Variable `v` is required.","locations":[{"line":1,"column":7}],"extensions":{"code":"HC0018","variable":"v"}}]}""", await Run("$v: Int!", "int", null));
    }

    [Fact]
    public async Task Input_classes_and_CLR_types_are_made_and_formatters_run()
    {
        var schema = new TestSchema("""
            type Query { a(ids: [ID!], range: Range, many: [Range!]): String }
            input Range { from: Int! to: Int }
            """)
            .Argument("Query.a", "ids", typeof(List<Guid>), value => Guid.Parse(((string)value)[1..]))
            .Argument("Query.a", "range", typeof(Range))
            .Argument("Query.a", "many", typeof(Range[]))
            .Input("Range", v => new Range((int)v.Fields[0].Value!, v.TryGet("to", out var to) ? (int?)to : null))
            .Pure("Query.a", c => c.ArgumentValue<List<Guid>?>("ids") is { } ids
                ? string.Join("|", ids)
                : $"{c.ArgumentValue<Range?>("range")?.From}/{c.ArgumentValue<Range[]?>("many")?.Length}");
        var executor = schema.Build();
        Assert.Equal("""{"data":{"a":"00000000-0000-0000-0000-000000000001"}}""", await TestSchema.RunAsync(executor, "{ a(ids: [\"x00000000-0000-0000-0000-000000000001\"]) }"));
        Assert.Equal("""{"data":{"a":"4/2"}}""", await TestSchema.RunAsync(executor, "query($m: [Range!], $f: Int!) { a(range: {from: $f}, many: $m) }", """{"f":4,"m":[{"from":1},{"from":2,"to":3}]}"""));
        Assert.Equal(
            """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":3}],"path":["a"]}],"data":{"a":null}}""",
            await TestSchema.RunAsync(executor, "{ a(ids: \"nope\") }"));
    }

    [Fact]
    public async Task Formatters_report_at_the_field()
    {
        var schema = new TestSchema("type Query { a(id: ID!): String }")
            .Argument("Query.a", "id", typeof(string), _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("bad id").SetExtension("originalValue", "x").Build()))
            .Pure("Query.a", _ => "never");
        Assert.Equal(
            """{"errors":[{"message":"bad id","locations":[{"line":1,"column":3}],"path":["a"],"extensions":{"originalValue":"x"}}],"data":{"a":null}}""",
            await schema.RunAsync("{ a(id: \"x\") }"));
    }

    private sealed record Range(int From, int? To);
}
