namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>Spec 5.7 and 5.8, and the rules of incremental delivery.</summary>
public sealed class DirectiveAndVariableRulesTests
{
    [Theory]
    [InlineData("{ count @nope }", "1:9 The specified directive `nope` is not supported by the current schema.")]
    [InlineData("query @skip(if: true) { count }", "1:7 The specified directive `skip` is not valid at this location.")]
    [InlineData("{ count @skip(if: true) @skip(if: false) }", "1:25 Only one of each directive is allowed per location.")]
    [InlineData("{ count @tag(name: \"a\") @tag(name: \"b\") }", "")]
    [InlineData("{ plugins @stream { id } }", "")]
    [InlineData("{ plugin(choice: {byId: 1}) @stream { id } }", "1:29 `@stream` cannot be used on `Query.plugin`, which is no list.")]
    [InlineData("{ ... @defer(label: \"a\") { count } ... @defer(label: \"a\") { count } }", "1:7 1:40 The label `a` is used more than once.")]
    [InlineData("query($l: String) { ... @defer(label: $l) { count } }", "1:25 The label of `@defer` must be a string, not a variable.")]
    [InlineData("mutation { ... @defer { rename { id } } }", "1:16 `@defer` cannot be used on the root type `Mutation`.")]
    [InlineData("mutation { ...F } fragment F on Mutation { ... { ... @defer { rename { id } } } }", "1:54 `@defer` cannot be used on the root type `Mutation`.")]
    [InlineData("subscription { changed { ... @defer(if: false) { id } } }", "")]
    [InlineData("subscription { changed { ...F } } fragment F on Plugin { ... @defer { id } }", "1:62 1:26 `@defer` is not supported in subscriptions; switch it off with `if: false`.")]
    public void Directives(string document, string errors) => Assert.Equal(errors, Validating.Text(document));

    [Theory]
    [InlineData("query($a: Int, $a: Int) { plugins(first: $a) { id } }", "1:8 1:17 The variable `a` is declared more than once.")]
    [InlineData("query($a: Plugin) { count }", "1:11 The type of variable `a` is not an input type.\n1:1 The following variables were not used: a.")]
    [InlineData("query($a: Int, $b: Int) { count }", "1:1 The following variables were not used: a, b.")]
    [InlineData("{ plugins(first: $a) { tags(first: $b) } }", "1:1 The following variables were not declared: a, b.")]
    [InlineData("query A($a: Int) { ...F } query B { ...F } fragment F on Query { plugins(first: $a) { id } }", "1:27 The following variables were not declared: a.")]
    [InlineData("query($a: String) { plugins(first: $a) { id } }", "1:36 The variable `a` is not compatible with the type of the current location.")]
    [InlineData("query($a: Int!) { plugins(first: $a) { id } }", "")]
    [InlineData("query($a: Int) { plugins { tags(first: $a) } }", "")] // the place has a default
    [InlineData("query($a: ID) { node(id: $a) { id } }", "1:26 The variable `a` is not compatible with the type of the current location.")]
    [InlineData("query($a: ID = 1) { node(id: $a) { id } }", "")]
    [InlineData("query($a: ID = null) { node(id: $a) { id } }", "1:33 The variable `a` is not compatible with the type of the current location.")]
    [InlineData("query($a: SortBy!) { plugins(sort: [$a]) { id } }", "")]
    [InlineData("query($a: SortBy!) { plugins(sort: $a) { id } }", "1:36 The variable `a` is not compatible with the type of the current location.")]
    [InlineData("query($a: [SortBy]) { plugins(sort: $a) { id } }", "1:37 The variable `a` is not compatible with the type of the current location.")]
    [InlineData("query($a: Nope) { count }", "1:1 The following variables were not used: a.")]
    [InlineData("query($a: Nope) { plugins(first: $a) { id } }", "1:34 The variable `a` is not compatible with the type of the current location.")]
    [InlineData("query($a: Nope) { search(text: \"\", any: {x: $a}) { __typename } }", "1:11 The type of variable `a` does not exist.")]
    [InlineData("query($a: ID) { plugin(choice: {byId: $a}) { id } }", "1:39 The variable `a` must be non-null to be used in the oneOf input object `Choice`.")]
    [InlineData("query($a: ID!) { plugin(choice: {byId: $a}) { id } }", "")]
    public void Variables(string document, string errors) => Assert.Equal(errors, Validating.Text(document));
}
