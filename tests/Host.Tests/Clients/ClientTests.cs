namespace GraphQLPlugins.Host.Tests.Clients;

/// <summary>Published tools against the real host.</summary>
public sealed class ClientTests(Graph.EndpointTests.Server server) : IClassFixture<Graph.EndpointTests.Server>
{
    private string Url => new Uri(server.Host.Http.BaseAddress!, "graphql").ToString();

    /// <summary>The three that fail contradict the table of media types that is followed; see the decision on media types.</summary>
    [NodeFact]
    public async Task Audits_of_graphql_http_pass_with_and_without_a_token()
    {
        foreach (var token in (string[])["", server.Token])
        {
            var (exitCode, failed, complaints) = await NodeClient.RunAsync("http/audit.mjs", [Url, .. token.Length > 0 ? [token] : Array.Empty<string>()]);
            Assert.True(failed.Trim().Length == 0 && exitCode == 0, complaints);
        }
    }

    [NodeFact]
    public async Task Graphql_codegen_types_all_canonical_documents()
    {
        var documents = Path.Combine(Repository.Root, "schema", "operations");
        var (exitCode, output, complaints) = await NodeClient.RunAsync("codegen/generate.mjs", Url, documents);
        Assert.True(exitCode == 0, complaints);
        Assert.True(int.Parse(output.Trim()) >= Directory.GetFiles(documents, "*.graphql").Length, output);
    }

    [Fact]
    public async Task A_browser_gets_the_examples()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql") { Headers = { { "Accept", "text/html" } } };
        using var response = await server.Host.Http.SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();
        if (page.Contains("not part of this build", StringComparison.Ordinal)) return;
        foreach (var name in (string[])["plugins", "repositories", "installations", "installPlugin", "onInstallationChanged"])
            Assert.Contains($"\"title\":\"{name}\"", page, StringComparison.Ordinal);
    }
}
