using System.Net.Http.Json;
using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Clients;

/// <summary>Published tools against the real host.</summary>
public sealed class ClientTests(Graph.EndpointTests.Server server) : IClassFixture<Graph.EndpointTests.Server>
{
    private string Url => new Uri(server.Host.Http.BaseAddress!, "graphql").ToString();

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

    [NodeFact]
    public async Task Relay_pages_through_the_versions_of_a_plugin_and_finds_it_again_by_its_id()
    {
        using var answer = await server.Host.Http.PostAsJsonAsync("/graphql", new { query = "{ plugin(pluginId: \"apache-httpcomponents-client-4-api\") { versions(first: 100) { nodes { version } } } }" });
        var versions = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("data").GetProperty("plugin").GetProperty("versions").GetProperty("nodes")
            .EnumerateArray().Select(node => node.GetProperty("version").GetString()!).ToArray();
        Assert.InRange(versions.Length, 7, 99);
        await NodeClient.PassesAsync("host/relay.mjs", [Url, "apache-httpcomponents-client-4-api", .. versions]);
    }

    [Fact]
    public async Task A_client_in_plain_dotnet_pages_and_is_told_what_is_refused()
    {
        using var http = new HttpClient { BaseAddress = server.Host.Http.BaseAddress };
        var client = new PluginsClient(http);
        var found = new List<PluginsClient.Plugin>();
        await foreach (var plugin in client.PluginsAsync("plugin")) found.Add(plugin);
        Assert.InRange(found.Count, 51, 365);
        Assert.Equal(found.Count, found.DistinctBy(plugin => (plugin.PluginId, plugin.Name)).Count());
        Assert.All(found, plugin => Assert.Equal(PluginsClient.PluginState.Enabled, plugin.State));

        var refused = await client.InstallAsync("git");
        Assert.Equal("FORBIDDEN", refused.Errors![0].Code);
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        Assert.Equal("REMOTE_ADMIN_DISABLED", (await client.InstallAsync("git")).Errors![0].Code);
    }

    [NodeFact]
    public async Task A_browser_gets_the_examples()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql") { Headers = { { "Accept", "text/html" } } };
        using var response = await server.Host.Http.SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();
        foreach (var name in (string[])["plugins", "repositories", "installations", "installPlugin", "onInstallationChanged"])
            Assert.Contains($"\"title\":\"{name}\"", page, StringComparison.Ordinal);
    }
}
