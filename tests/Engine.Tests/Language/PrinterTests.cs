using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Tests.Language;

/// <summary>The printer: what it writes parses to the same tree.</summary>
public sealed class PrinterTests
{
    [Fact]
    public void An_operation_is_printed_indented()
    {
        const string text =
            """
            query Q($a: Int = 1 @d, "why" $b: [ID!]) @d(x: { y: [1, 2.5, "z", null, true, E] }) {
              b: a(x: $a) @skip(if: true) {
                ...F @d
                ... on T {
                  c
                }
                ... @include(if: false) {
                  d
                }
              }
            }

            fragment F on T @d {
              e
            }

            """;
        Assert.Equal(text.ReplaceLineEndings("\n"), Utf8GraphQLParser.Parse(text).ToString());
    }

    [Fact]
    public void Without_indentation_all_goes_on_one_line() => Assert.Equal(
        "query Q { a(x: 1) { b ...F } } fragment F on T { c }",
        Utf8GraphQLParser.Parse("query Q {\n a(x: 1) { b ...F }\n}\nfragment F on T { c }").ToString(indented: false));

    [Fact]
    public void Strings_are_escaped() =>
        Assert.Equal("\"a\\\"b\\\\\\n\\r\\t\\b\\f\\u0001\\u007Fé\U0001F600/\"", new StringValueNode("a\"b\\\n\r\t\b\f\u0001\u007Fé\U0001F600/").ToString());

    [Theory]
    [InlineData("plain")]
    [InlineData("two\nlines")]
    [InlineData("first\n  indented\n\nlast")]
    [InlineData("has \"\"\" quotes")]
    [InlineData("ends with a quote\"")]
    [InlineData("ends with a backslash\\")]
    [InlineData(" all\n  indented")]
    [InlineData("\nleading")]
    [InlineData("trailing\n")]
    [InlineData("a\u0001b")]
    [InlineData("a\r\nb")]
    [InlineData("blank\n  \nline")]
    [InlineData("")]
    public void A_block_string_parses_back_to_its_value(string text)
    {
        var document = new DocumentNode([new ScalarTypeDefinitionNode(null, new NameNode("S"), new StringValueNode(null, text, true), [])]);
        var parsed = (ScalarTypeDefinitionNode)Utf8GraphQLParser.Parse(document.ToString()).Definitions[0];
        Assert.Equal(text, parsed.Description!.Value);
    }

    [Theory]
    [InlineData("{ a: 1, b: [2] }", "{ b: [2], a: 1 }", true)]
    [InlineData("{ a: 1 }", "{ a: 1, b: 2 }", false)]
    [InlineData("{ a: 1 }", "{ b: 1 }", false)]
    [InlineData("[1, 2]", "[2, 1]", false)]
    [InlineData("1", "1.0", false)]
    [InlineData("\"a\"", "\"\"\"a\"\"\"", true)]
    [InlineData("a", "\"a\"", false)]
    [InlineData("$a", "$a", true)]
    [InlineData("$a", "$b", false)]
    [InlineData("null", "null", true)]
    [InlineData("true", "false", false)]
    public void Values_compare_by_what_they_say(string left, string right, bool equal) => Assert.Equal(
        equal,
        SyntaxComparer.AreEqual(
            Utf8GraphQLParser.Syntax.ParseValueLiteral(left, constant: false),
            Utf8GraphQLParser.Syntax.ParseValueLiteral(right, constant: false)));

    [Fact]
    public void Values_made_by_hand_print_as_literals()
    {
        Assert.Equal("-5", new IntValueNode(-5).ToString());
        Assert.Equal("9223372036854775807", new IntValueNode(long.MaxValue).ToString());
        Assert.Equal("1.0", new FloatValueNode(1.0).ToString());
        Assert.Equal("0.1", new FloatValueNode(0.1).ToString());
        Assert.Equal("1E+20", new FloatValueNode(1e20).ToString());
        Assert.Equal("12.340", new FloatValueNode(12.340m).ToString());
        Assert.Equal("{ a: \"b\", c: 1, d: true }", new ObjectValueNode(new ObjectFieldNode("a", "b"), new ObjectFieldNode("c", 1), new ObjectFieldNode("d", true)).ToString());
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_told_apart()
    {
        var big = new IntValueNode(null, "2147483648");
        Assert.False(big.TryToInt32(out _));
        Assert.Equal(2147483648L, big.ToInt64());
        Assert.Throws<OverflowException>(() => big.ToInt32());
        Assert.Throws<OverflowException>(() => new IntValueNode(null, "9223372036854775808").ToInt64());
        Assert.Equal(double.PositiveInfinity, new FloatValueNode(null, "1e999").ToDouble());
    }
}
