using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Tests.Language;

/// <summary>Spec 2.9.4, string values.</summary>
public sealed class StringValueTests
{
    private static string Text(string literal) => ((StringValueNode)Utf8GraphQLParser.Syntax.ParseValueLiteral(literal)).Value;

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"simple\"", "simple")]
    [InlineData("\" white space \"", " white space ")]
    [InlineData("\"quote \\\"\"", "quote \"")]
    [InlineData("\"\\n\\r\\t\\b\\f\\\\\\/\"", "\n\r\t\b\f\\/")]
    [InlineData("\"\\u1234\\u00e9x\"", "\u1234\u00e9x")]
    [InlineData("\"\\u{1F600}\"", "\U0001F600")]
    [InlineData("\"\\u{00000041}\"", "A")]
    [InlineData("\"\\uD83D\\uDE00\"", "\U0001F600")]
    [InlineData("\"\\u{10FFFF}\"", "\U0010FFFF")]
    [InlineData("\"é # no comment\"", "é # no comment")]
    [InlineData("\"a\u0000b\u0007\"", "a\u0000b\u0007")]
    public void A_string_resolves_its_escapes(string literal, string text) => Assert.Equal(text, Text(literal));

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"   \"\"\"", "")]
    [InlineData("\"\"\" a \"\"\"", " a ")]
    [InlineData("\"\"\"\n  Hello,\n    World!\n\n  Yours,\n    GraphQL.\n\"\"\"", "Hello,\n  World!\n\nYours,\n  GraphQL.")]
    [InlineData("\"\"\"\n\n\n  a\n   b\n \n\n\"\"\"", "a\n b")]
    [InlineData("\"\"\"    a\n  b\n   c\"\"\"", "    a\nb\n c")]
    [InlineData("\"\"\"\r\n a\r  b\n  c\"\"\"", "a\n b\n c")]
    [InlineData("\"\"\"raw \\n \\u00e9 \\\"\"\" \"quoted\\\" \"\"\"", "raw \\n \\u00e9 \"\"\" \"quoted\\\" ")]
    [InlineData("\"\"\"\n\ta\n\t\tb\n\"\"\"", "a\n\tb")]
    [InlineData("\"\"\"\n  a\n \n  b\n\"\"\"", "a\n\nb")]
    [InlineData("\"\"\"a\u2028 b\"\"\"", "a\u2028 b")]
    public void A_block_string_loses_common_indentation_and_blank_ends(string literal, string text)
    {
        var value = (StringValueNode)Utf8GraphQLParser.Syntax.ParseValueLiteral(literal);
        Assert.True(value.Block);
        Assert.Equal(text, value.Value);
    }
}
