using System.Buffers;
using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.AspNetCore.Responses;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Responses;

public sealed class ResultFramingTests
{
    private static readonly RequestErrorResult Result = new(ErrorBuilder.New().SetMessage("no").Build());

    [Theory]
    [InlineData(ResponseFormat.Multipart,
        "\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{\"errors\":[{\"message\":\"no\"}]}" +
        "\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{\"errors\":[{\"message\":\"no\"}]}\r\n-----\r\n")]
    [InlineData(ResponseFormat.EventStream,
        "event: next\ndata: {\"errors\":[{\"message\":\"no\"}]}\n\nevent: next\ndata: {\"errors\":[{\"message\":\"no\"}]}\n\nevent: complete\n\n")]
    internal void Results_are_framed_to_the_byte(ResponseFormat format, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        ResultFraming.WriteResult(output, format, Result);
        ResultFraming.WriteResult(output, format, Result);
        ResultFraming.WriteEnd(output, format);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(ResponseFormat.GraphQLResponse, 0, 400)]
    [InlineData(ResponseFormat.GraphQLResponse, 406, 406)]
    [InlineData(ResponseFormat.Json, 0, 200)]
    [InlineData(ResponseFormat.Json, 400, 200)]
    [InlineData(ResponseFormat.Multipart, 400, 200)]
    [InlineData(ResponseFormat.EventStream, 500, 200)]
    internal void Only_the_graphql_media_type_speaks_by_status(ResponseFormat format, int proposed, int status) =>
        Assert.Equal(status, ResponseStatus.Of(format, Result, proposed));

    [Fact]
    public void Hints_of_the_result_set_the_status()
    {
        var error = ErrorBuilder.New().SetMessage("no").Build();
        var hinted = new RequestErrorResult(error, new Dictionary<string, object?> { [ExecutionContextData.HttpStatusCode] = System.Net.HttpStatusCode.Unauthorized });
        var refused = new RequestErrorResult(error, new Dictionary<string, object?> { [ExecutionContextData.OperationNotAllowed] = true });
        Assert.Equal(401, ResponseStatus.Of(ResponseFormat.GraphQLResponse, hinted, 0));
        Assert.Equal(405, ResponseStatus.Of(ResponseFormat.GraphQLResponse, refused, 0));
        Assert.Equal(200, ResponseStatus.Of(ResponseFormat.Json, hinted, 0));
    }
}
