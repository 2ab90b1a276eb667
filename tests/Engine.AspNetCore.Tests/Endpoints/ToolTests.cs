using System.Net;
using System.Text.RegularExpressions;
using GraphQLPlugins.Engine.AspNetCore.Ide;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using Microsoft.AspNetCore.Builder;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Endpoints;

public sealed class ToolTests
{
    [Fact]
    public async Task A_browser_gets_a_page_whose_files_are_served_from_here()
    {
        await using var app = await TestApp.StartAsync(options: o => o.Tool = new() { Title = "A </title>", Tabs = [new("First", "{ addTwo(a: 1) } # </script>")] });
        using var response = await GetPageAsync(app);
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("<title>A &lt;/title&gt;</title>", page, StringComparison.Ordinal);
        if (!IdeAssets.AreBuilt)
        {
            Assert.Contains("Install Node.js", page, StringComparison.Ordinal);
            return;
        }
        Assert.Contains("\"endpoint\":\"/graphql\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("# </script>", page, StringComparison.Ordinal);
        foreach (Match file in Regex.Matches(page, "(?:src|href)=\"([^\"]+)\""))
        {
            using var asset = await app.Client.GetAsync(file.Groups[1].Value);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            Assert.Contains("immutable", asset.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/graphql/ide/x/none.js")).StatusCode);
    }

    [Fact]
    public async Task The_page_can_be_switched_off()
    {
        await using var app = await TestApp.StartAsync(options: o => o.Tool.Enable = false);
        Assert.Equal(HttpStatusCode.NotFound, (await GetPageAsync(app)).StatusCode);
    }

    [Fact]
    public async Task Nitro_is_loaded_from_its_vendor()
    {
        await using var app = await TestApp.StartAsync(options: o => o.Tool = new() { Kind = GraphQLToolKind.Nitro, NitroUrl = new Uri("https://nitro.example/web") });
        Assert.Contains("const source = \"https://nitro.example/web/\";", await (await GetPageAsync(app)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_its_own_talks_to_the_path_above()
    {
        await using var app = await TestApp.StartAsync(map: a => a.MapGraphQLTool());
        if (!IdeAssets.AreBuilt) return;
        Assert.Contains("\"endpoint\":\"/graphql\"", await (await GetPageAsync(app, "/graphql/ui")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> GetPageAsync(TestApp app, string path = "/graphql") =>
        app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html,application/xhtml+xml" } } });
}
