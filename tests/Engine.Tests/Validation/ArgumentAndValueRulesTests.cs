namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>Spec 5.4 and 5.6.</summary>
public sealed class ArgumentAndValueRulesTests
{
    private const string WrongArgument = "The specified argument value does not match the argument type.";

    [Theory]
    [InlineData("{ count(nope: 1) }", "1:9 The argument `nope` does not exist.")]
    [InlineData("{ count @skip(nope: 1, if: true) }", "1:15 The argument `nope` does not exist.")]
    [InlineData("{ node { id } }", "1:3 The argument `id` is required.")]
    [InlineData("{ count @skip }", "1:9 The argument `if` is required.")]
    [InlineData("{ node(id: 1, id: 2) { id } }", "1:8 1:15 The argument `id` is given more than once.")]
    [InlineData("{ nope(a: 1, a: 2) }", "1:3 The field `nope` does not exist on the type `Query`.\n1:8 1:14 The argument `a` is given more than once.")]
    public void Arguments(string document, string errors) => Assert.Equal(errors, Validating.Text(document));

    [Theory]
    [InlineData("plugins(first: 2147483647) { id }", "")]
    [InlineData("plugins(first: 2147483648) { id }", "1:18 " + WrongArgument)]
    [InlineData("plugins(first: 1.0) { id }", "1:18 " + WrongArgument)]
    [InlineData("plugins(first: null) { id }", "")]
    [InlineData("node(id: null) { id }", "1:12 " + WrongArgument)]
    [InlineData("node(id: 1) { id }", "")]
    [InlineData("node(id: 1.5) { id }", "1:12 " + WrongArgument)]
    [InlineData("plugins(sort: NAME) { id }", "")]
    [InlineData("plugins(sort: [NAME, NOPE]) { id }", "1:24 " + WrongArgument)]
    [InlineData("plugins(sort: [null]) { id }", "1:18 " + WrongArgument)]
    [InlineData("plugins(matrix: [[1, 2], 3]) { id }", "")]
    [InlineData("plugins(filter: 1) { id }", "1:19 " + WrongArgument)]
    [InlineData("plugins(filter: {state: \"ACTIVE\"}) { id }", "1:27 The specified value type of field `state` does not match the field type.")]
    [InlineData("plugins(filter: {ratio: 1, any: {x: [E, $v]}}) { id }", "1:1 The following variables were not declared: v.")]
    [InlineData("plugins(filter: {nope: 1}) { id }", "1:20 The specified input object field `nope` does not exist.")]
    [InlineData("plugins(filter: {required: {}}) { id }", "1:30 `a` is a required field and cannot be null.")]
    [InlineData("plugins(filter: {required: {a: null}}) { id }", "1:34 The specified value type of field `a` does not match the field type.")]
    [InlineData("plugins(filter: {name: \"a\", name: \"b\"}) { id }", "1:20 1:31 The input object field `name` is given more than once.")]
    [InlineData("plugin(choice: {byId: 1}) { id }", "")]
    [InlineData("plugin(choice: {}) { id }", "1:18 The oneOf input object `Choice` must have exactly one field.")]
    [InlineData("plugin(choice: {byId: 1, byName: \"x\"}) { id }", "1:18 The oneOf input object `Choice` must have exactly one field.")]
    [InlineData("plugin(choice: {byId: null}) { id }", "1:18 The field of the oneOf input object `Choice` must not be null.")]
    public void Values(string field, string errors) => Assert.Equal(errors, Validating.Text($"{{ {field} }}"));

    [Theory]
    [InlineData("$a: Int = 1", "")]
    [InlineData("$a: Int = \"1\"", "1:17 The default value of variable `a` does not match its type.")]
    [InlineData("$a: Int! = null", "1:18 The default value of variable `a` does not match its type.")]
    [InlineData("$a: Int = 1 @skip(if: true)", "1:19 The specified directive `skip` is not valid at this location.")]
    public void Variables_have_fitting_defaults(string variable, string errors) =>
        Assert.Equal(errors, Validating.Text($"query({variable}) {{ plugins(first: $a) {{ id }} }}"));

    [Fact]
    public void Hundreds_of_wrong_values_are_looked_at_no_longer_than_they_are_shown()
    {
        var document = $"{{ plugins(matrix: [[{string.Concat(Enumerable.Repeat("\"x\" ", 5_000))}]]) {{ id }} }}";
        Assert.Equal(5, Validating.Errors(document, new Engine.Validation.ValidationOptions()).Count);
    }
}
