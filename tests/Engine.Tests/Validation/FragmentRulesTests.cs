using System.Text;

namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>Spec 5.5.</summary>
public sealed class FragmentRulesTests
{
    [Theory]
    [InlineData("{ ...F ...F } fragment F on Query { count }", "")]
    [InlineData("{ ...F } fragment F on Query { count } fragment F on Query { count }", "1:19 1:49 The fragment name `F` is not unique.")]
    [InlineData("{ ...F } fragment F on Nope { count }", "1:24 The type `Nope` that the fragment applies to does not exist.")]
    [InlineData("{ ... on Nope { count } }", "1:10 The type `Nope` that the fragment applies to does not exist.")]
    [InlineData("{ ... on State { count } }", "1:10 A fragment cannot apply to `State`, which has no fields.")]
    [InlineData("{ count } fragment F on Query { count }", "1:11 The fragment `F` is not used.")]
    [InlineData("{ count } fragment F on Query { ...G } fragment G on Query { count }", "1:11 The fragment `F` is not used.\n1:40 The fragment `G` is not used.")]
    [InlineData("{ ...Missing }", "1:3 The specified fragment `Missing` does not exist.")]
    [InlineData("{ ...F } fragment F on Query { ...F count }", "1:32 The fragment `F` spreads itself.")]
    [InlineData("{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }", "1:32 1:61 The fragment `F` spreads itself through `G`.")]
    [InlineData("{ ... on Plugin { id } }", "1:3 A fragment on `Plugin` cannot be spread here: no `Query` is a `Plugin`.")]
    [InlineData("{ node(id: 1) { ...F } } fragment F on Owner { __typename }", "")]
    [InlineData("{ owner(ids: 1) { ... on Version { id } } }", "1:19 A fragment on `Version` cannot be spread here: no `Owner` is a `Version`.")]
    [InlineData("{ owner(ids: 1) { ... on Named { id } } }", "")]
    public void Fragments(string document, string errors) => Assert.Equal(errors, Validating.Text(document));

    [Fact]
    public void A_chain_of_fifty_thousand_fragments_is_no_deep_recursion()
    {
        const int count = 50_000;
        var document = new StringBuilder("{ ...F0 }");
        for (var i = 0; i < count; i++) document.Append($" fragment F{i} on Query {{ ...F{i + 1} }}");
        document.Append($" fragment F{count} on Query {{ nope }}");
        Assert.Equal("The field `nope` does not exist on the type `Query`.", Assert.Single(Validating.Errors(document.ToString())).Message);
    }

    [Fact]
    public void A_cycle_of_fifty_thousand_fragments_is_found()
    {
        const int count = 50_000;
        var document = new StringBuilder("{ ...F0 }");
        for (var i = 0; i < count; i++) document.Append($" fragment F{i} on Query {{ ...F{(i + 1) % count} }}");
        var error = Assert.Single(Validating.Errors(document.ToString()));
        Assert.StartsWith("The fragment `F0` spreads itself through `F1`, `F2`,", error.Message, StringComparison.Ordinal);
        Assert.Equal(100, error.Locations!.Count);
    }
}
