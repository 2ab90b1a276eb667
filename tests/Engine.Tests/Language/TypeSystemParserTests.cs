using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Tests.Language;

/// <summary>Spec 3, the grammar of type system documents.</summary>
public sealed class TypeSystemParserTests
{
    [Theory]
    [InlineData("schema @a {\n  query: Q\n  mutation: M\n}")]
    [InlineData("\"The root\"\nschema {\n  query: Q\n}")]
    [InlineData("extend schema @a")]
    [InlineData("extend schema {\n  subscription: S\n}")]
    [InlineData("scalar Date @specifiedBy(url: \"https://example.org\")")]
    [InlineData("extend scalar Date @a")]
    [InlineData("type A")]
    [InlineData("\"\"\"\nLong\n  text\n\"\"\"\ntype A implements B & C @a(x: 1) {\n  \"field\"\n  f(\"arg\" x: Int = 1 @a, y: [String!]!): Int! @deprecated(reason: \"old\")\n}")]
    [InlineData("extend type A implements B")]
    [InlineData("extend type A @a")]
    [InlineData("extend type A {\n  f: Int\n}")]
    [InlineData("interface A implements B {\n  f: Int\n}")]
    [InlineData("extend interface A @a")]
    [InlineData("union U @a = A | B")]
    [InlineData("union U")]
    [InlineData("extend union U = C")]
    [InlineData("enum E {\n  \"one\"\n  A @a\n  B\n}")]
    [InlineData("extend enum E {\n  C\n}")]
    [InlineData("input I @oneOf {\n  a: Int = 1 @deprecated\n  \"b\"\n  b: [I!]\n}")]
    [InlineData("extend input I {\n  c: Int\n}")]
    [InlineData("directive @a on FIELD")]
    [InlineData("\"d\"\ndirective @a(x: Int! = 1) repeatable on FIELD | OBJECT | VARIABLE_DEFINITION")]
    public void A_definition_prints_as_it_was_written(string text) =>
        Assert.Equal(text + "\n", Utf8GraphQLParser.Parse(text).ToString());

    [Theory]
    [InlineData("type A implements & B & C", "type A implements B & C\n")]
    [InlineData("union U = | A | B", "union U = A | B\n")]
    [InlineData("directive @a on | FIELD | QUERY", "directive @a on FIELD | QUERY\n")]
    public void A_leading_delimiter_is_allowed(string text, string printed) =>
        Assert.Equal(printed, Utf8GraphQLParser.Parse(text).ToString());

    [Theory]
    [InlineData("type A {}", 1, 9, "Expected a `Name`-token, but found a `RightBrace`-token.")]
    [InlineData("type A { f }", 1, 12, "Expected a `Colon`-token, but found a `RightBrace`-token.")]
    [InlineData("extend type A", 1, 14, "Unexpected `EndOfFile`-token.")]
    [InlineData("extend scalar A", 1, 16, "Unexpected `EndOfFile`-token.")]
    [InlineData("extend query", 1, 8, "Unexpected name `query`.")]
    [InlineData("schema { }", 1, 10, "Expected a `Name`-token, but found a `RightBrace`-token.")]
    [InlineData("schema @a", 1, 10, "Expected a `LeftBrace`-token, but found a `EndOfFile`-token.")]
    [InlineData("schema { a: B }", 1, 10, "Unexpected name `a`.")]
    [InlineData("enum E { true }", 1, 10, "Unexpected name `true`.")]
    [InlineData("directive @a on", 1, 16, "Expected a `Name`-token, but found a `EndOfFile`-token.")]
    [InlineData("directive @a on NOWHERE", 1, 17, "Unexpected name `NOWHERE`.")]
    [InlineData("directive @a FIELD", 1, 14, "Expected `on`, but found `FIELD`.")]
    [InlineData("type A { f(x: Int = $y): Int }", 1, 21, "Unexpected variable `$y`, this value must be constant.")]
    [InlineData("union U =", 1, 10, "Expected a `Name`-token, but found a `EndOfFile`-token.")]
    public void A_syntax_error_says_where_and_what(string text, int line, int column, string message)
    {
        var error = Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse(text));
        Assert.Equal((line, column, message), (error.Line, error.Column, error.Message));
    }
}
