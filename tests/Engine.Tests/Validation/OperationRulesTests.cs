namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>Spec 5.1 and 5.2.</summary>
public sealed class OperationRulesTests
{
    [Theory]
    [InlineData("{ count }", "")]
    [InlineData("query A { count } query B { count }", "")]
    [InlineData("type A { b: Int }", "1:1 The definition `A` cannot be executed.")]
    [InlineData("{ count } extend schema @tag(name: \"x\")", "1:11 The definition of the schema cannot be executed.")]
    [InlineData("query A { count } query A { count }", "1:7 1:25 The operation name `A` is not unique.")]
    [InlineData("{ count } query B { count }", "1:1 An operation without a name must be the only operation of the document.")]
    [InlineData("{ count } { count }", "1:1 An operation without a name must be the only operation of the document.\n1:11 An operation without a name must be the only operation of the document.")]
    public void Documents_and_names(string document, string errors) => Assert.Equal(errors, Validating.Text(document));

    [Fact]
    public void A_kind_of_operation_needs_its_root_type()
    {
        var schema = Engine.TypeSystem.SdlSchemaBuilder.Build("type Query { a: Int }");
        var error = Assert.Single(Validating.Errors("mutation { a }", schema: schema));
        Assert.Equal("The schema has no mutation type.", error.Message);
    }

    [Theory]
    [InlineData("subscription { counted }", "")]
    [InlineData("subscription { counted counted }", "")]
    [InlineData("subscription { ...F } fragment F on Subscription { counted }", "")]
    [InlineData("subscription { counted other: counted }", "1:1 Subscription operations must have exactly one root field.")]
    [InlineData("subscription { counted ...F } fragment F on Subscription { changed { id } }", "1:1 Subscription operations must have exactly one root field.")]
    [InlineData("subscription { __typename }", "1:16 The introspection field `__typename` must not be the root field of a subscription.")]
    [InlineData("subscription { counted @skip(if: true) }", "1:24 The root field of a subscription must not have `@skip` or `@include`.")]
    public void A_subscription_has_one_root_field(string document, string errors) => Assert.Equal(errors, Validating.Text(document));
}
