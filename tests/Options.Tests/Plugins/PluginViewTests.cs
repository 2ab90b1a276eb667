using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>Plugins' own pages over HTTP.</summary>
public sealed class PluginViewTests : IAsyncLifetime
{
    private GreeterHost _host = null!;

    public async Task InitializeAsync() => _host = await GreeterHost.StartAsync(("Catalog:Runtime:MaxRequestBytes", "2048"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P27")]
    [Trait("Line", "G52")]
    public async Task A_page_of_a_project_knows_the_caller_and_the_options_there()
    {
        await _host.RunAsync();
        var project = await _host.ProjectAsync();
        await _host.SetAsync("Greeting", "Servus", new { kind = "PROJECT", projectId = project });
        var client = await _host.ClientAsync("options:read");

        var answer = await client.GetAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}/");

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal("<p>Servus, tester</p>", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_page_cannot_set_cookies_run_scripts_or_be_kept_by_others()
    {
        await _host.RunAsync();
        var project = await _host.ProjectAsync();
        var client = await _host.ClientAsync("options:read");

        var answer = await client.GetAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}");

        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.StartsWith("sandbox; default-src 'none';", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("max-age=60, private", answer.Headers.CacheControl!.ToString());
        Assert.Equal(["Authorization"], answer.Headers.Vary);
    }

    [Fact]
    [Trait("Line", "P27")]
    public async Task What_is_posted_reaches_the_view_and_comes_back()
    {
        await _host.RunAsync();
        var project = await _host.ProjectAsync();
        var client = await _host.ClientAsync("options:write");

        var answer = await client.PostAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}/echo", new StringContent("a,b", Encoding.UTF8, "text/csv"));

        Assert.Equal(("a,b", "text/csv; charset=utf-8", "no-store"), (await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType!.ToString(), answer.Headers.CacheControl!.ToString()));
    }

    [Fact]
    [Trait("Line", "P27")]
    public async Task A_group_has_a_view_of_its_own()
    {
        await _host.RunAsync();
        await _host.Modules.RunAsync("setPluginEnabled", new { input = new { pluginId = "greeter", enabled = true } });
        var client = await _host.ClientAsync("options:read");

        Assert.Equal("group issue-7", await client.GetStringAsync("/plugins/greeter/groups/issue-7"));
    }

    [Fact]
    [Trait("Line", "P27")]
    public async Task A_running_plugin_without_a_view_is_405()
    {
        await _host.RunAsync("quiet", "HangsAtStop");
        var project = await _host.ProjectAsync("quiet");
        var client = await _host.ClientAsync("*");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "VIEW_NOT_SUPPORTED"), await ProblemAsync(client, $"/plugins/quiet/projects/{Uri.EscapeDataString(project)}"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.DeleteAsync($"/plugins/quiet/projects/{Uri.EscapeDataString(project)}")).StatusCode);
    }

    [Fact]
    public async Task What_is_not_there_or_not_enabled_is_404()
    {
        await _host.RunAsync();
        var on = await _host.ProjectAsync();
        var off = await _host.ProjectAsync(enabled: false);
        var client = await _host.ClientAsync("*");

        Assert.Equal((HttpStatusCode.NotFound, "PLUGIN_NOT_FOUND"), await ProblemAsync(client, $"/plugins/nobody/projects/{Uri.EscapeDataString(on)}"));
        Assert.Equal((HttpStatusCode.NotFound, "PLUGIN_NOT_ENABLED"), await ProblemAsync(client, $"/plugins/greeter/projects/{Uri.EscapeDataString(off)}"));
        Assert.Equal((HttpStatusCode.NotFound, "SCOPE_INVALID"), await ProblemAsync(client, $"/plugins/greeter/projects/{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/plugins/greeter/projects/nonsense")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(on)}/nowhere")).StatusCode);

        await _host.Modules.RunAsync("disablePlugin", new { input = new { name = "greeter" } });
        Assert.Equal((HttpStatusCode.NotFound, "PLUGIN_NOT_RUNNING"), await ProblemAsync(client, $"/plugins/greeter/projects/{Uri.EscapeDataString(on)}"));
    }

    [Theory]
    [InlineData("catalog:read", "GET", HttpStatusCode.Forbidden)]
    [InlineData("options:read", "POST", HttpStatusCode.Forbidden)]
    public async Task Whoever_lacks_the_capability_learns_nothing(string capabilities, string method, HttpStatusCode status)
    {
        var client = await _host.ClientAsync(capabilities);

        var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/plugins/nobody/groups/g"));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_it_is_401_with_a_challenge()
    {
        var answer = await (await _host.ClientAsync(null)).GetAsync("/plugins/nobody/groups/g");

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, answer.Headers.WwwAuthenticate.Single().ToString()));
    }

    [Theory]
    [InlineData(2048, HttpStatusCode.OK)]
    [InlineData(2049, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_request_has_a_size(int bytes, HttpStatusCode status)
    {
        await _host.RunAsync();
        var project = await _host.ProjectAsync();
        var client = await _host.ClientAsync("*");

        var known = await client.PostAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}/echo", new ByteArrayContent(new byte[bytes]));
        var chunked = await client.PostAsync($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}/echo", new StreamContent(new MemoryStream(new byte[bytes])) { Headers = { ContentLength = null } });

        Assert.Equal((status, status), (known.StatusCode, chunked.StatusCode));
    }

    [Fact]
    public async Task A_view_that_throws_is_502_and_tells_nothing_of_it()
    {
        await _host.RunAsync("quiet", "Misbehaving");
        var project = await _host.ProjectAsync("quiet");
        var client = await _host.ClientAsync("*");

        var answer = await client.GetAsync($"/plugins/quiet/projects/{Uri.EscapeDataString(project)}");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.DoesNotContain("hunter2", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode, string?)> ProblemAsync(HttpClient client, string address)
    {
        var answer = await client.GetAsync(address);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }
}
