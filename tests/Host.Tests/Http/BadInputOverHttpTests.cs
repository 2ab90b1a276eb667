using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Host.Tests.Graph;

namespace GraphQLPlugins.Host.Tests.Http;

/// <summary>What a client gets wrong about lists, as it comes over the wire: an error of the field with status 200, or of the request with 400, and never a failure of the server.</summary>
public sealed class BadInputOverHttpTests(EndpointTests.Server server) : IClassFixture<EndpointTests.Server>
{
    private const string PluginQuery = "query($input: ResourceQueryInput!) { pluginQuery(input: $input) { totalCount } }";

    [Theory]
    [MemberData(nameof(BadInputTests.Variables), MemberType = typeof(BadInputTests))]
    public async Task A_list_is_asked_for_with(string what, string variables, string? code)
    {
        var (status, answer) = await PostAsync(BadInputTests.ListOf, variables);

        // Only here documents have a price, which is looked at first.
        if (what == "an order of 1,000 keys")
        {
            Assert.Equal((HttpStatusCode.BadRequest, "HC0047"), (status, answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()));
            return;
        }
        if (code is { Length: 0 })
        {
            Assert.True(status == HttpStatusCode.BadRequest && !answer.TryGetProperty("data", out _) && answer.GetProperty("errors")[0].GetProperty("message").GetString()!.Length > 0, $"{what}: {status} {answer}");
            return;
        }
        Assert.True(status == HttpStatusCode.OK, $"{what}: {status} {answer}");
        if (code is null) Assert.True(!answer.TryGetProperty("errors", out var none), $"{what}: {none}");
        else Assert.Equal((code, JsonValueKind.Null), (answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString(), answer.GetProperty("data").GetProperty("plugins").ValueKind));
    }

    [Fact]
    public async Task A_path_in_a_document_that_is_not_there_finds_nothing()
    {
        var (status, answer) = await PostAsync(PluginQuery, """{ "input": { "filter": [{ "k": "tags.no.such.path", "v": "x", "o": "eq" }] } }""");

        Assert.Equal((HttpStatusCode.OK, """{"data":{"pluginQuery":{"totalCount":0}}}"""), (status, answer.GetRawText()));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        var projects = (await PostAsync("mutation { createProject(input: { name: \"some\" }) { project { id } } }", "{}")).Answer;
        Assert.False(projects.TryGetProperty("errors", out _), $"{projects}");
        var cursor = (await PostAsync("{ projects(first: 1) { pageInfo { endCursor } } }", "{}")).Answer.GetProperty("data").GetProperty("projects").GetProperty("pageInfo").GetProperty("endCursor").GetString();

        var (status, answer) = await PostAsync(BadInputTests.ListOf, JsonSerializer.Serialize(new { after = cursor }));

        Assert.Equal((HttpStatusCode.OK, "HC0078"), (status, answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()));
    }

    // As it is written: half a surrogate pair and the like would not survive a serializer.
    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string query, string variables)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent($$"""{"query":{{JsonSerializer.Serialize(query)}},"variables":{{variables}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        using var answer = await server.Host.Http.SendAsync(request);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
