using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using Microsoft.Extensions.Primitives;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Negotiation;

public sealed class AcceptHeaderTests
{
    [Theory]
    [InlineData(null, ResponseFormat.GraphQLResponse)]
    [InlineData("", ResponseFormat.GraphQLResponse)]
    [InlineData("*/*", ResponseFormat.GraphQLResponse)]
    [InlineData("application/*", ResponseFormat.GraphQLResponse)]
    [InlineData("application/json", ResponseFormat.Json)]
    [InlineData("APPLICATION/JSON; q=0.9", ResponseFormat.Json)]
    [InlineData("application/graphql-response+json", ResponseFormat.GraphQLResponse)]
    [InlineData("application/graphql-response+json; charset=utf-8, application/json", ResponseFormat.GraphQLResponse)]
    [InlineData("application/json, application/graphql-response+json", ResponseFormat.GraphQLResponse)]
    [InlineData("application/json, */*", ResponseFormat.GraphQLResponse)]
    [InlineData("multipart/mixed", ResponseFormat.Multipart)]
    [InlineData("multipart/*", ResponseFormat.Multipart)]
    [InlineData("text/event-stream", ResponseFormat.EventStream)]
    [InlineData("text/html, */*", ResponseFormat.GraphQLResponse)]
    [InlineData("multipart/mixed;boundary=\"a,b\";deferSpec=20220824, application/json", ResponseFormat.Json)]
    internal void A_single_result_gets_the_media_type_of_the_table(string? accept, ResponseFormat format)
    {
        Assert.True(AcceptHeader.TryParse(accept, out var header));
        Assert.True(header.IsSupported);
        Assert.Equal(format, header.Single(ResponseFormat.GraphQLResponse));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/jsonl, application/graphql-response+jsonl")]
    public void Nothing_known_is_not_supported(string accept)
    {
        Assert.True(AcceptHeader.TryParse(accept, out var header));
        Assert.False(header.IsSupported);
        Assert.Equal(ResponseFormat.None, header.Single(ResponseFormat.GraphQLResponse));
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("/json")]
    [InlineData("application/")]
    [InlineData("application/json, foo bar")]
    public void What_is_no_media_type_is_not_parsed(string accept) => Assert.False(AcceptHeader.TryParse(accept, out _));

    [Theory]
    [InlineData(null, true, false)]
    [InlineData("*/*", true, true)]
    [InlineData("application/*", false, false)]
    [InlineData("application/json", false, false)]
    [InlineData("multipart/mixed", true, false)]
    [InlineData("text/event-stream", true, true)]
    public void Streams_need_a_media_type_that_takes_them(string? accept, bool incremental, bool subscription)
    {
        Assert.True(AcceptHeader.TryParse(accept, out var header));
        Assert.Equal((incremental, subscription), (header.AllowsIncremental, header.AllowsSubscription));
    }

    [Theory]
    [InlineData(null, ResponseFormat.GraphQLResponse, ResponseFormat.Multipart)]
    [InlineData("*/*", ResponseFormat.GraphQLResponse, ResponseFormat.Multipart)]
    [InlineData("application/json", ResponseFormat.Json, ResponseFormat.Json)]
    [InlineData("application/graphql-response+json", ResponseFormat.GraphQLResponse, ResponseFormat.GraphQLResponse)]
    [InlineData("multipart/mixed", ResponseFormat.Multipart, ResponseFormat.Multipart)]
    [InlineData("text/event-stream", ResponseFormat.EventStream, ResponseFormat.EventStream)]
    [InlineData("multipart/mixed, application/json", ResponseFormat.Json, ResponseFormat.Multipart)]
    internal void Arrays_are_answered_by_arrays_where_JSON_is_welcome(string? accept, ResponseFormat array, ResponseFormat variables)
    {
        Assert.True(AcceptHeader.TryParse(accept, out var header));
        Assert.Equal(array, header.Batch(array: true, ResponseFormat.GraphQLResponse));
        Assert.Equal(variables, header.Batch(array: false, ResponseFormat.GraphQLResponse));
    }

    [Fact]
    public void Repeated_headers_count_as_one_list()
    {
        Assert.True(AcceptHeader.TryParse(new StringValues(["application/json", "text/event-stream"]), out var header));
        Assert.Equal(ResponseFormat.Json, header.Single(ResponseFormat.GraphQLResponse));
        Assert.Equal(ResponseFormat.EventStream, header.Incremental());
    }

    [Fact]
    public void Incremental_delivery_with_ids_is_asked_for_by_parameter()
    {
        Assert.True(AcceptHeader.TryParse("multipart/mixed;incrementalSpec=v0.2", out var header));
        Assert.True(header.WantsIncrementalById);
        Assert.True(AcceptHeader.TryParse("multipart/mixed;incrementalSpec=v0.1", out header));
        Assert.False(header.WantsIncrementalById);
    }
}
