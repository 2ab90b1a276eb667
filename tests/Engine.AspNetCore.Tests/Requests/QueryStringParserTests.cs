using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Requests;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Requests;

public sealed class QueryStringParserTests
{
    [Fact]
    public void All_parameters_are_read()
    {
        using var request = new HttpOperationRequest();
        var error = QueryStringParser.Parse("?query=query%20Q(%24n%3AInt!)%7BaddTwo(a%3A%24n)%7D&variables=%7B%22n%22%3A5%7D&operationName=Q&x=1",
            hashesAllowed: false, request);
        Assert.Null(error);
        Assert.Equal("query Q($n:Int!){addTwo(a:$n)}", Encoding.UTF8.GetString(request.Document.Span));
        Assert.Equal("""{"n":5}""", request.Variables.GetRawText());
        Assert.Equal("Q", request.OperationName);
    }

    [Theory]
    [InlineData("?query={a}&variables=5", "Expected an object or a null-token, but found a Integer-token with value `5`.")]
    [InlineData("?query={a}&variables={", "Unexpected `EndOfFile`-token.")]
    [InlineData("?query={a}&extensions=[]", "Expected an object or a null-token, but found a LeftBracket-token with value `[`.")]
    [InlineData("?extensions={}", "The request is missing the `query` property and the `id` property.")]
    public void A_wrong_parameter_is_refused(string queryString, string message)
    {
        using var request = new HttpOperationRequest();
        var error = QueryStringParser.Parse(queryString, hashesAllowed: false, request);
        Assert.Equal((message, "HC0011"), (error!.Message, error.Code));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("?sdl", false)]
    [InlineData("?operationName=Q", false)]
    [InlineData("?query=", true)]
    [InlineData("?a=1&id=x", true)]
    [InlineData("?extensions=%7B%7D", true)]
    public void An_operation_is_named_by_query_id_or_extensions(string? queryString, bool names) =>
        Assert.Equal(names, QueryStringParser.NamesOperation(queryString));
}
