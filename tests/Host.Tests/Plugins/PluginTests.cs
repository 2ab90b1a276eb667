using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Host.Tests.Plugins;

/// <summary>A plugin in the real host, from its upload to its page, and over a restart.</summary>
public sealed class PluginTests
{
    private const string Install = "mutation($input: InstallPluginInput!) { installPlugin(input: $input) { installation { name state generation } errors { ... on Error { message } } } }";

    [Fact]
    [Trait("Line", "P27")]
    public async Task A_plugin_that_is_uploaded_answers_at_its_address_and_still_does_after_a_restart()
    {
        await using var data = new DataDirectory();
        string project;
        await using (var host = await StartAsync(data))
        {
            var installed = await UploadAsync(host, new SamplePackage("greeter", "1.0.0") { Options = new[] { new { key = "Greeting", type = "text" } } });
            Assert.Equal("RUNNING", installed.GetProperty("installation").GetProperty("state").GetString());
            project = (await RunAsync(host, """mutation { createProject(input: { name: "p" }) { project { id } } }""")).GetProperty("createProject").GetProperty("project").GetProperty("id").GetString()!;
            var scope = new { kind = "PROJECT", projectId = project };
            await RunAsync(host, "mutation($input: SetPluginEnabledInput!) { setPluginEnabled(input: $input) { optionSet { etag } } }", new { input = new { pluginId = "greeter", enabled = true, scope } });
            await RunAsync(host, "mutation($input: SetOptionInput!) { setOption(input: $input) { optionSet { etag } } }", new { input = new { pluginId = "greeter", key = "Greeting", value = " Servus ", scope } });

            var page = await host.Http.GetAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}");

            Assert.Equal("<p>Servus, administrator/admin-token</p>", await page.Content.ReadAsStringAsync());
            Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.StartsWith("sandbox;", page.Headers.GetValues("Content-Security-Policy").Single());
            Assert.False(page.Headers.Contains("Set-Cookie"));
            host.Http.DefaultRequestHeaders.Authorization = null;
            Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.GetAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}")).StatusCode);
            Assert.Equal(0, await host.StopAsync());
        }

        await using var again = await StartAsync(data);

        Assert.Equal("<p>Servus, administrator/admin-token</p>", await again.Http.GetStringAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}"));
    }

    private static async Task<HostProcess> StartAsync(DataDirectory data)
    {
        var host = await HostProcess.StartAsync(data.Path, ["--set", "Catalog:AllowRemoteAdmin=true"]);
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await data.TokenAsync());
        return host;
    }

    private static async Task<JsonElement> UploadAsync(HostProcess host, SamplePackage package)
    {
        using var form = new MultipartFormDataContent
        {
            { JsonContent.Create(new { query = Install, variables = new { input = new { source = new { upload = (string?)null } } } }), "operations" },
            { new StringContent("""{"0":["variables.input.source.upload"]}"""), "map" },
            { new ByteArrayContent(package.Pack()), "0", $"{package.Id}.{package.Version}.nupkg" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = form, Headers = { { "GraphQL-Preflight", "1" } } };
        return (await DataAsync(await host.Http.SendAsync(request))).GetProperty("installPlugin");
    }

    private static async Task<JsonElement> RunAsync(HostProcess host, string query, object? variables = null) => await DataAsync(await host.Http.PostAsJsonAsync("/graphql", new { query, variables }));

    private static async Task<JsonElement> DataAsync(HttpResponseMessage response)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }
}
