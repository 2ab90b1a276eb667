using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>Two servers, one of which shows the other one's catalog. With their limits, tokens and transports as they are.</summary>
public sealed class RemoteRepositoryTests
{
    [Fact]
    [Trait("Line", "S28")]
    [Trait("Line", "O16")]
    public async Task A_server_copies_the_catalog_of_another_one_and_tells_when_that_is_gone()
    {
        await using var farData = new DataDirectory();
        await using var nearData = new DataDirectory();
        await using var far = await HostProcess.StartAsync(farData.Path, environment: new Dictionary<string, string> { ["Identity__AnonymousCapabilities"] = "", ["Catalog__CheckImages"] = "false" });
        await using var near = await HostProcess.StartAsync(nearData.Path, environment: new Dictionary<string, string> { ["Egress__AllowedNetworks__0"] = "127.0.0.0/8", ["Catalog__RemoteCheckInterval"] = "00:00:00" });
        var token = await SignInAsync(far, farData);
        await SignInAsync(near, nearData);
        await AskAsync(far, """mutation { registerPlugin(input: { name: "A", resourceType: "inventory.Collector", image: "plugin-a" }) { plugin { pluginId } } }""");
        await AskAsync(far, """mutation { publishPluginVersion(input: { pluginId: "plugin-a", version: "1.0", dependencies: [{ pluginId: "b" }] }) { pluginVersion { version } } }""");

        var refused = await AskAsync(near, Register("refused", $"{far.Http.BaseAddress}graphql", "gqp_wrong"));
        var registered = await AskAsync(near, Register("far", $"{far.Http.BaseAddress}graphql", token));

        Assert.Equal("UPSTREAM_UNAVAILABLE", (await SyncAsync(near, refused)).GetProperty("errors")[0].GetProperty("code").GetString());
        var synced = await SyncAsync(near, registered);
        Assert.True(synced.GetProperty("errors").ValueKind == JsonValueKind.Null, synced.ToString());
        Assert.Equal(1, synced.GetProperty("report").GetProperty("pluginsCreated").GetInt32());
        await AskAsync(near, $$"""mutation { deleteRepository(input: { repositoryId: "{{IdOf(refused)}}" }) { repository { name } } }""");
        const string plugin = """{ plugin(pluginId: "plugin-a") { name repository { name } versions { nodes { version dependencies { pluginId } } } } }""";
        Assert.Equal(
            """{"data":{"plugin":{"name":"A","repository":{"name":"far"},"versions":{"nodes":[{"version":"1.0","dependencies":[{"pluginId":"b"}]}]}}}}""", (await AskAsync(near, plugin)).ToString());

        await far.StopAsync();

        Assert.Equal("A", (await AskAsync(near, plugin)).GetProperty("data").GetProperty("plugin").GetProperty("name").GetString());
        var unknown = await AskAsync(near, """{ plugin(pluginId: "unknown") { name } }""");
        Assert.Equal("The repository 'far' is not available: it cannot be reached.", unknown.GetProperty("errors")[0].GetProperty("message").GetString());
        var list = await AskAsync(near, "{ plugins { totalCount } }");
        Assert.Equal((1, "UPSTREAM_UNAVAILABLE"),
            (list.GetProperty("data").GetProperty("plugins").GetProperty("totalCount").GetInt32(), list.GetProperty("extensions").GetProperty("warnings")[0].GetProperty("code").GetString()));
        Assert.DoesNotContain(token, near.Output);
    }

    private static async Task<string> SignInAsync(HostProcess host, DataDirectory data)
    {
        var token = await data.TokenAsync();
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return token;
    }

    private static string Register(string name, string endpoint, string token) =>
        $$"""mutation { registerRepository(input: { name: "{{name}}", type: REMOTE, endpoint: "{{endpoint}}", token: "{{token}}" }) { repository { repositoryId } } }""";

    private static string IdOf(JsonElement registered) => registered.GetProperty("data").GetProperty("registerRepository").GetProperty("repository").GetProperty("repositoryId").GetString()!;

    private static async Task<JsonElement> SyncAsync(HostProcess host, JsonElement registered)
    {
        var answer = await AskAsync(host, $$"""mutation { syncRepository(input: { repositoryId: "{{IdOf(registered)}}" }) { report { pluginsCreated } errors { ... on Error { code message } } } }""");
        return answer.GetProperty("data").GetProperty("syncRepository");
    }

    private static async Task<JsonElement> AskAsync(HostProcess host, string query)
    {
        using var response = await host.Http.PostAsJsonAsync("/graphql", new { query });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
