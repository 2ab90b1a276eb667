using System.Text;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>The engine's own bounds: at the limit, and one above.</summary>
public sealed class BoundRulesTests
{
    private static readonly ValidationOptions Default = ValidationOptions.From(new Limits());

    private static string Text(string document, ValidationOptions? options = null) => Validating.Text(document, options ?? Default);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Range(0, count).Select(i => text.Replace("#", $"{i}", StringComparison.Ordinal)));

    [Fact]
    public void Execution_depth()
    {
        Assert.Equal("", Text(Nest(25)));
        Assert.Equal("1:1 The operation has an execution depth of 26; MaxExecutionDepth allows 25.", Text(Nest(26)));
        var error = Assert.Single(Validating.Errors(Nest(26), Default));
        Assert.Equal("""[{"message":"The operation has an execution depth of 26; MaxExecutionDepth allows 25.","locations":[{"line":1,"column":1}],"extensions":{"allowedExecutionDepth":25,"detectedExecutionDepth":26}}]""", Validating.Json([error]));
        static string Nest(int depth) => "{ plugins " + Repeat("{ latest { plugin ", (depth - 2) / 2) + (depth % 2 == 0 ? "{ id }" : "{ latest { id } }") + Repeat("} }", (depth - 2) / 2) + "}";
    }

    [Fact]
    public void Execution_depth_counts_through_fragments() => Assert.Equal(
        "1:1 The operation has an execution depth of 4; MaxExecutionDepth allows 3.",
        Text("{ plugins { ...F } } fragment F on Plugin { latest { plugin { id } } }", ValidationOptions.SpecificationOnly with { MaxExecutionDepth = 3 }));

    [Fact]
    public void Aliases()
    {
        Assert.Equal("", Text($"{{ plugins {{ {Repeat("a#: id ", 500)} }} }}"));
        Assert.Equal("The document has more aliases than MaxAliases allows: 500.", Text($"{{ plugins {{ {Repeat("a#: id ", 501)} }} }}"));
    }

    [Fact]
    public void Root_fields()
    {
        Assert.Equal("", Text($"{{ {Repeat("a#: count ", 200)} }}"));
        Assert.Equal("1:1 The operation has more root fields than MaxRootFields allows: 200.", Text($"{{ {Repeat("a#: count ", 201)} }}"));
    }

    [Fact]
    public void Mutations()
    {
        Assert.Equal("", Text($"mutation {{ {Repeat("a#: rename { id } ", 50)} }}"));
        Assert.Equal("1:1 The operation has more root fields than MaxMutations allows: 50.", Text($"mutation {{ {Repeat("a#: rename { id } ", 51)} }}"));
        Assert.Equal("1:1 The operation has more root fields than MaxMutations allows: 50.", Text($"mutation {{ {Repeat("...F ", 51)} }} fragment F on Mutation {{ rename {{ id }} }}"));
    }

    [Fact]
    public void Expanded_selections()
    {
        const string error = "1:1 The operation has more fields with its fragments expanded than MaxExpandedSelections allows: 10000.";
        Assert.Equal("", Text($"{{ plugins {{ {Repeat("...F ", 9_999)} }} }} fragment F on Plugin {{ id }}"));
        Assert.Equal(error, Text($"{{ plugins {{ {Repeat("...F ", 10_000)} }} }} fragment F on Plugin {{ id }}"));
        var doubling = new StringBuilder("{ plugins { ...F0 } }");
        for (var i = 0; i < 1_000; i++) doubling.Append($" fragment F{i} on Plugin {{ ...F{i + 1} ...F{i + 1} }}");
        Assert.Equal(error, Text(doubling.Append(" fragment F1000 on Plugin { id }").ToString()));
    }

    [Fact]
    public void Fields_inside_themselves()
    {
        var options = ValidationOptions.SpecificationOnly with { MaxFieldCycleDepth = 3 };
        Assert.Equal("", Text("{ plugins { latest { plugin { latest { plugin { latest { id } } } } } } }", options));
        var errors = Validating.Errors("{ plugins { latest { plugin { latest { plugin { latest { plugin { latest { id } } } } } } } } }", options);
        Assert.Equal(
            """[{"message":"Maximum allowed coordinate cycle depth was exceeded.","locations":[{"line":1,"column":67}],"path":["plugins","latest","plugin","latest","plugin","latest","plugin"],"extensions":{"code":"HC0087"}}]""",
            Validating.Json(errors));
    }

    [Fact]
    public void Fields_inside_themselves_through_fragments()
    {
        var options = ValidationOptions.SpecificationOnly with { MaxFieldCycleDepth = 3 };
        const string fragments = " fragment A on Plugin { x: latest { plugin { ...B } } } fragment B on Plugin { latest { plugin { latest { id } } } }";
        Assert.Equal("", Text("{ plugins { ...A } }" + fragments, options));
        var error = Assert.Single(Validating.Errors("{ plugins { latest { plugin { ...A } } } }" + fragments, options));
        Assert.Equal("/plugins/latest/plugin/x/plugin/latest/plugin", error.Path!.Print());
    }

    [Fact]
    public void Five_errors_are_shown_in_the_order_of_the_rules()
    {
        var errors = Validating.Errors("query($unused: Int) { a b c d e f ...Missing }", new ValidationOptions());
        Assert.Equal(["a", "b", "c", "d", "e"], errors.Select(error => (string)error.Extensions!["field"]!));
        Assert.Equal(7 + 1, Validating.Errors("query($unused: Int) { a b c d e f ...Missing }").Count);
    }
}
