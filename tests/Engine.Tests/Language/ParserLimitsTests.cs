using System.Text;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Tests.Language;

/// <summary>What a document may hold at most: at the limit and one above.</summary>
public sealed class ParserLimitsTests
{
    private static string Error(string text, ParserOptions? options = null) =>
        Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse(text, options)).Message;

    [Fact]
    public void Tokens()
    {
        var options = new ParserOptions { MaxAllowedTokens = 4 };
        Assert.Equal(4, Utf8GraphQLParser.Parse("{ a b }", options).TokensCount);
        Assert.Equal("The GraphQL request document contains more than 4 tokens. Parsing aborted.", Error("{ a b c }", options));
    }

    [Fact]
    public void Nodes()
    {
        // document, operation, selection set, field, name
        var options = new ParserOptions { MaxAllowedNodes = 5 };
        Utf8GraphQLParser.Parse("{ a }", options);
        Assert.Equal("The GraphQL request document contains more than 5 syntax nodes. Parsing aborted.", Error("{ a b }", options));
    }

    [Fact]
    public void Fields()
    {
        Assert.Equal(2048, Utf8GraphQLParser.Parse(Fields(2048)).FieldsCount);
        Assert.Equal("The GraphQL request document contains more than 2048 fields. Parsing aborted.", Error(Fields(2049)));
        static string Fields(int count) => "{" + string.Concat(Enumerable.Repeat(" a", count)) + "}";
    }

    [Fact]
    public void Directives()
    {
        Utf8GraphQLParser.Parse(Directives(400));
        Assert.Equal("The GraphQL request document contains more than 400 directives. Parsing aborted.", Error(Directives(401)));
        static string Directives(int count) => "{ a" + string.Concat(Enumerable.Repeat(" @d", count)) + "}";
    }

    [Theory]
    [InlineData("{a", "}")]
    [InlineData("{...", "}")]
    public void Depth_of_selections(string open, string close) => CheckDepth(depth => Nest(depth, open, close, "{a}"), 199);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a:", "}")]
    public void Depth_of_values(string open, string close) => CheckDepth(depth => "{a(b:" + Nest(depth, open, close, "1") + ")}", 199);

    [Fact]
    public void Depth_of_types() => CheckDepth(depth => "query($a:" + Nest(depth, "[", "]", "A") + "){a}", 200);

    private static void CheckDepth(Func<int, string> document, int allowed)
    {
        Utf8GraphQLParser.Parse(document(allowed));
        const string message = "The GraphQL request document nests deeper than the 200 levels allowed. Parsing aborted.";
        Assert.Equal(message, Error(document(allowed + 1)));
        Assert.Equal(message, Error(document(100_000)));
    }

    private static string Nest(int depth, string open, string close, string core) =>
        new StringBuilder().Insert(0, open, depth).Append(core).Insert(depth * open.Length + core.Length, close, depth).ToString();

    [Fact]
    public void Bytes()
    {
        Utf8GraphQLParser.Parse("{ a }" + new string(' ', 1024 * 1024 - 5));
        const string message = "The GraphQL request document contains more than 1048576 bytes. Parsing aborted.";
        Assert.Equal(message, Error("{ a }" + new string(' ', 1024 * 1024 - 4)));
        Assert.Equal(message, Error("{ a } #" + new string('é', 512 * 1024)));
        Assert.Equal(message, Error(new string('{', 10 * 1024 * 1024)));
    }

    [Fact]
    public void Trusted_documents_have_no_limit_but_depth()
    {
        var document = "{" + string.Concat(Enumerable.Repeat(" a @d", 30_000)) + "}";
        Assert.Equal(30_000, Utf8GraphQLParser.Parse(document, ParserOptions.Trusted).FieldsCount);
        Assert.StartsWith("The GraphQL request document nests", Error(Nest(100_000, "{a", "}", "{a}"), ParserOptions.Trusted));
    }
}
