using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Tests.Language;

using Location = GraphQLPlugins.Engine.Language.Location;

/// <summary>Spec 2.2 to 2.13, the grammar of executable documents.</summary>
public sealed class ParserTests
{
    private static T Only<T>(string text) => Assert.IsType<T>(Assert.Single(Utf8GraphQLParser.Parse(text).Definitions));

    [Fact]
    public void A_shorthand_query_has_neither_name_nor_variables()
    {
        var operation = Only<OperationDefinitionNode>("{ a }");
        Assert.Equal((OperationType.Query, null, 0), (operation.Operation, operation.Name, operation.VariableDefinitions.Count));
        Assert.Equal("a", Assert.IsType<FieldNode>(Assert.Single(operation.SelectionSet.Selections)).Name.Value);
    }

    [Theory]
    [InlineData("query Q { a }", OperationType.Query)]
    [InlineData("mutation Q { a }", OperationType.Mutation)]
    [InlineData("subscription Q { a }", OperationType.Subscription)]
    public void An_operation_has_its_kind(string text, OperationType kind)
    {
        var operation = Only<OperationDefinitionNode>(text);
        Assert.Equal((kind, "Q"), (operation.Operation, operation.Name!.Value));
    }

    [Fact]
    public void Keywords_are_names_where_names_may_stand()
    {
        var operation = Only<OperationDefinitionNode>("query query($type: input = fragment) { on: mutation(null: $type) ...on on @on { true } on }");
        Assert.Equal("query", operation.Name!.Value);
        var field = (FieldNode)operation.SelectionSet.Selections[0];
        Assert.Equal(("on", "mutation", "null"), (field.Alias!.Value, field.Name.Value, field.Arguments[0].Name.Value));
        var fragment = (InlineFragmentNode)operation.SelectionSet.Selections[1];
        Assert.Equal("on", fragment.TypeCondition!.Name.Value);
        Assert.Equal("on", ((FieldNode)operation.SelectionSet.Selections[2]).Name.Value);
    }

    [Fact]
    public void A_variable_has_type_default_directives_and_description()
    {
        var variable = Only<OperationDefinitionNode>("query (\"why\" $a: [Int!]! = [1] @x(y: 2)) { a }").VariableDefinitions[0];
        Assert.Equal(
            ("a", "[Int!]!", "[1]", "x", "why"),
            (variable.Variable.Name.Value, variable.Type.ToString(), variable.DefaultValue!.ToString(), variable.Directives[0].Name.Value, variable.Description!.Value));
    }

    [Fact]
    public void Operations_and_fragments_may_have_descriptions()
    {
        var document = Utf8GraphQLParser.Parse("\"one\" query Q { a } \"\"\"two\"\"\" fragment F on T { a }");
        Assert.Equal(["one", "two"], document.Definitions.Select(definition => ((IExecutableDefinitionNode)definition).Description!.Value));
    }

    [Fact]
    public void Nodes_know_their_place()
    {
        var operation = Only<OperationDefinitionNode>("query Q {\n  b: a(x: 1) @d\n}\n");
        Assert.Equal(new Location(0, 27, 1, 1), operation.Location);
        Assert.Equal(new Location(8, 27, 1, 9), operation.SelectionSet.Location);
        var field = (FieldNode)operation.SelectionSet.Selections[0];
        Assert.Equal(new Location(12, 25, 2, 3), field.Location);
        Assert.Equal(new Location(17, 21, 2, 8), field.Arguments[0].Location);
        Assert.Equal(new Location(20, 21, 2, 11), field.Arguments[0].Value.Location);
        Assert.Equal(new Location(23, 25, 2, 14), field.Directives[0].Location);
    }

    [Fact]
    public void Locations_can_be_left_out() =>
        Assert.Null(Utf8GraphQLParser.Parse("{ a }", new ParserOptions { IncludeLocations = false }).Definitions[0].Location);

    [Theory]
    [InlineData("1", typeof(IntValueNode), "1")]
    [InlineData("-12345678901234567890", typeof(IntValueNode), "-12345678901234567890")]
    [InlineData("1.50", typeof(FloatValueNode), "1.50")]
    [InlineData("1e3", typeof(FloatValueNode), "1e3")]
    [InlineData("true", typeof(BooleanValueNode), "true")]
    [InlineData("null", typeof(NullValueNode), "null")]
    [InlineData("RED", typeof(EnumValueNode), "RED")]
    [InlineData("[]", typeof(ListValueNode), "[]")]
    [InlineData("[1 [$a]]", typeof(ListValueNode), "[1, [$a]]")]
    [InlineData("{}", typeof(ObjectValueNode), "{}")]
    [InlineData("{a:{b:\"c\"}}", typeof(ObjectValueNode), "{ a: { b: \"c\" } }")]
    [InlineData("$x", typeof(VariableNode), "$x")]
    public void Each_kind_of_value_parses(string text, Type type, string printed)
    {
        var value = Utf8GraphQLParser.Syntax.ParseValueLiteral(text, constant: false);
        Assert.IsType(type, value);
        Assert.Equal(printed, value.ToString());
    }

    [Theory]
    [InlineData("", 1, 1, "Unexpected `EndOfFile`-token.")]
    [InlineData("{", 1, 2, "Expected a `RightBrace`-token, but found a `EndOfFile`-token.")]
    [InlineData("{ plugins( { nodes { id } }", 1, 12, "Expected a `Name`-token, but found a `LeftBrace`-token.")]
    [InlineData("{ a( }", 1, 6, "Expected a `Name`-token, but found a `RightBrace`-token.")]
    [InlineData("{ a() }", 1, 5, "Expected a `Name`-token, but found a `RightParenthesis`-token.")]
    [InlineData("{ a: }", 1, 6, "Expected a `Name`-token, but found a `RightBrace`-token.")]
    [InlineData("{ a(b 1) }", 1, 7, "Expected a `Colon`-token, but found a `Integer`-token.")]
    [InlineData("{ ...on }", 1, 9, "Expected a `Name`-token, but found a `RightBrace`-token.")]
    [InlineData("{ ... }", 1, 7, "Expected a `LeftBrace`-token, but found a `RightBrace`-token.")]
    [InlineData("{ 1 }", 1, 3, "Expected a `Name`-token, but found a `Integer`-token.")]
    [InlineData("}", 1, 1, "Unexpected `RightBrace`-token.")]
    [InlineData("notanoperation Foo { field }", 1, 1, "Unexpected name `notanoperation`.")]
    [InlineData("query ($a: Int = $b) { a }", 1, 18, "Unexpected variable `$b`, this value must be constant.")]
    [InlineData("query ($a: Int = [$b]) { a }", 1, 19, "Unexpected variable `$b`, this value must be constant.")]
    [InlineData("query ($a: Int @d(x: $b)) { a }", 1, 22, "Unexpected variable `$b`, this value must be constant.")]
    [InlineData("query () { a }", 1, 8, "Expected a `Dollar`-token, but found a `RightParenthesis`-token.")]
    [InlineData("fragment on on on { on }", 1, 10, "Unexpected name `on`.")]
    [InlineData("fragment F { a }", 1, 12, "Expected `on`, but found a `LeftBrace`-token.")]
    [InlineData("\"d\" { a }", 1, 1, "Unexpected description, a shorthand query has none.")]
    [InlineData("\"d\" extend type A { a: B }", 1, 1, "Unexpected description, only GraphQL definitions have descriptions.")]
    [InlineData("{ a } \"d\"", 1, 10, "Unexpected `EndOfFile`-token.")]
    [InlineData("{ a(b: ?) }", 1, 8, "Unexpected character `?`.")]
    public void A_syntax_error_says_where_and_what(string text, int line, int column, string message)
    {
        var error = Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse(text));
        Assert.Equal((line, column, message), (error.Line, error.Column, error.Message));
    }

    [Theory]
    [InlineData("{ a { } }")]
    [InlineData("{ ... { } }")]
    [InlineData("query { }")]
    public void An_empty_selection_set_is_left_to_validation(string text) => Assert.Single(Utf8GraphQLParser.Parse(text).Definitions);

    [Theory]
    [InlineData("Int", "Int")]
    [InlineData("[Int]", "[Int]")]
    [InlineData("[ [ Int ! ] ! ] !", "[[Int!]!]!")]
    public void A_type_reference_parses(string text, string printed) =>
        Assert.Equal(printed, Utf8GraphQLParser.Syntax.ParseTypeReference(text).ToString());

    [Theory]
    [InlineData("Int!!")]
    [InlineData("[Int")]
    [InlineData("Int Int")]
    public void A_broken_type_reference_is_refused(string text) =>
        Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Syntax.ParseTypeReference(text));

    [Fact]
    public void The_same_name_is_the_same_string()
    {
        var first = Only<OperationDefinitionNode>("{ internedName }").SelectionSet.Selections[0];
        var second = Only<OperationDefinitionNode>("{ internedName }").SelectionSet.Selections[0];
        Assert.Same(((FieldNode)first).Name.Value, ((FieldNode)second).Name.Value);
    }
}
