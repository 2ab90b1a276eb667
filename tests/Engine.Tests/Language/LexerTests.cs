using System.Text;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Tests.Language;

/// <summary>Spec 2.1, source text and lexical tokens.</summary>
public sealed class LexerTests
{
    private static List<string> Tokens(string text)
    {
        var reader = new Utf8GraphQLReader(Encoding.UTF8.GetBytes(text));
        var tokens = new List<string>();
        while (reader.Read()) tokens.Add($"{reader.Kind} {reader.Line}:{reader.Column}");
        tokens.Add($"{reader.Kind} {reader.Line}:{reader.Column}");
        return tokens;
    }

    [Theory]
    [InlineData("!", TokenKind.Bang)]
    [InlineData("$", TokenKind.Dollar)]
    [InlineData("&", TokenKind.Ampersand)]
    [InlineData("(", TokenKind.LeftParenthesis)]
    [InlineData(")", TokenKind.RightParenthesis)]
    [InlineData("...", TokenKind.Spread)]
    [InlineData(":", TokenKind.Colon)]
    [InlineData("=", TokenKind.Equal)]
    [InlineData("@", TokenKind.At)]
    [InlineData("[", TokenKind.LeftBracket)]
    [InlineData("]", TokenKind.RightBracket)]
    [InlineData("{", TokenKind.LeftBrace)]
    [InlineData("|", TokenKind.Pipe)]
    [InlineData("}", TokenKind.RightBrace)]
    [InlineData("_a1", TokenKind.Name)]
    [InlineData("-0", TokenKind.Integer)]
    [InlineData("12", TokenKind.Integer)]
    [InlineData("1.5e-3", TokenKind.Float)]
    [InlineData("1E5", TokenKind.Float)]
    [InlineData("\"a\"", TokenKind.String)]
    [InlineData("\"\"", TokenKind.String)]
    [InlineData("\"\"\"a\"\"\"", TokenKind.BlockString)]
    public void Each_kind_of_token_is_recognised(string text, TokenKind kind) =>
        Assert.Equal([$"{kind} 1:1", $"EndOfFile 1:{text.Length + 1}"], Tokens(text));

    [Fact]
    public void White_space_commas_comments_and_byte_order_marks_are_skipped() => Assert.Equal(
        ["Name 2:3", "Name 3:2", "EndOfFile 3:3"],
        Tokens("\uFEFF, \t# comment \U0001F600 {\r\n,\uFEFFa\r b"));

    [Theory]
    [InlineData("a\nb", "Name 2:1")]
    [InlineData("a\rb", "Name 2:1")]
    [InlineData("a\r\nb", "Name 2:1")]
    [InlineData("a\n\rb", "Name 3:1")]
    [InlineData("a\u2028b", null)]
    public void Line_terminators_are_line_feed_and_carriage_return_only(string text, string? second)
    {
        if (second is null) Assert.Throws<SyntaxException>(() => Tokens(text));
        else Assert.Equal(second, Tokens(text)[1]);
    }

    [Theory]
    [InlineData("\"é\" a", "Name 1:5")]
    [InlineData("\"\U0001F600\" a", "Name 1:6")]
    [InlineData("\"\"\"\U0001F600\n\U0001F600é\"\"\" a", "Name 2:8")]
    public void Columns_count_utf16_code_units(string text, string second) => Assert.Equal(second, Tokens(text)[1]);

    [Theory]
    [InlineData("?", 1, 1, "Unexpected character `?`.")]
    [InlineData("a é", 1, 3, "Unexpected character U+00E9.")]
    [InlineData("..", 1, 1, "Unexpected character `.`.")]
    [InlineData("'a'", 1, 1, "Unexpected single quote, a string is written with double quotes.")]
    [InlineData("01", 1, 2, "Invalid number, unexpected digit after a leading zero.")]
    [InlineData("1.", 1, 3, "Invalid number, unexpected end of file.")]
    [InlineData("1.x", 1, 3, "Invalid number, unexpected `x`.")]
    [InlineData("-a", 1, 2, "Invalid number, unexpected `a`.")]
    [InlineData("1e+", 1, 4, "Invalid number, unexpected end of file.")]
    [InlineData("0xF1", 1, 2, "Invalid number, unexpected `x`.")]
    [InlineData("1.2.3", 1, 4, "Invalid number, unexpected `.`.")]
    [InlineData("\"a", 1, 3, "Unterminated string.")]
    [InlineData("\n\"a\nb\"", 2, 3, "Unterminated string.")]
    [InlineData("\"\"\"a\nb", 2, 2, "Unterminated string.")]
    [InlineData("\"a\\x\"", 1, 3, "Invalid character escape sequence, unexpected `x` after the backslash.")]
    [InlineData("\"\\u12\"", 1, 2, "Invalid Unicode escape sequence.")]
    [InlineData("\"\\uD83D\"", 1, 2, "Invalid Unicode escape sequence.")]
    [InlineData("\"\\uDE00\\uD83D\"", 1, 2, "Invalid Unicode escape sequence.")]
    [InlineData("\"\\u{}\"", 1, 2, "Invalid Unicode escape sequence.")]
    [InlineData("\"\\u{110000}\"", 1, 2, "Invalid Unicode escape sequence.")]
    [InlineData("\"\\u{D800}\"", 1, 2, "Invalid Unicode escape sequence.")]
    [InlineData("\"\\u{000000041}\"", 1, 2, "Invalid Unicode escape sequence.")]
    public void A_lexical_error_says_where_and_what(string text, int line, int column, string message)
    {
        var error = Assert.Throws<SyntaxException>(() => Tokens(text));
        Assert.Equal((line, column, message), (error.Line, error.Column, error.Message));
    }

    [Theory]
    [InlineData("{ a(b: \"é?\") }", 1, 10)]
    [InlineData("{ a(b: \"\"\"\n?\"\"\") }", 2, 1)]
    [InlineData("{ # ?", 1, 5)]
    [InlineData("{ ? }", 1, 3)]
    public void A_surrogate_without_its_partner_is_refused(string text, int line, int column)
    {
        foreach (var surrogate in new[] { '\uD83D', '\uDE00' })
        {
            var error = Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse(text.Replace('?', surrogate)));
            Assert.Equal((line, column), (error.Line, error.Column));
        }
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        var error = Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse([.. "{ a(b: \""u8, 0xC3, 0x28, .. "\") }"u8]));
        Assert.Equal((1, 9, "Invalid character 0xC3 that is no UTF-8 within a string."), (error.Line, error.Column, error.Message));
    }

    [Fact]
    public void Lexing_allocates_nothing()
    {
        var text = Encoding.UTF8.GetBytes("query Q($a: Int = 1) { a(b: [1.5, \"x\\n\", \"\"\"y\"\"\"]) @c { ...d } } # é");
        Drain(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Drain(text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Drain(byte[] text)
    {
        var reader = new Utf8GraphQLReader(text);
        while (reader.Read())
        {
        }
    }
}
