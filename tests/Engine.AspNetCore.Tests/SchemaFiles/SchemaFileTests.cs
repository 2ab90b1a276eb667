using System.Net;
using System.Net.Http.Headers;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.SchemaFiles;

public sealed class SchemaFileTests
{
    [Theory]
    [InlineData("/graphql?sdl")]
    [InlineData("/graphql?SDL")]
    [InlineData("/graphql/schema")]
    [InlineData("/graphql/schema/")]
    [InlineData("/graphql/schema.graphql")]
    public async Task The_schema_can_be_downloaded(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.Client.GetAsync(path);
        var executor = await app.Services.GetRequestExecutorAsync();
        Assert.Equal(SdlPrinter.Print(executor.Schema), await response.Content.ReadAsStringAsync());
        Assert.Equal("application/graphql; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"schema.graphql\"", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("public, max-age=3600, must-revalidate", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Matches("^\"1-[A-Za-z0-9+/]{43}=\"$", response.Headers.ETag!.ToString());
        Assert.NotNull(response.Content.Headers.LastModified);
    }

    [Fact]
    public async Task Who_has_the_schema_gets_no_copy()
    {
        await using var app = await TestApp.StartAsync();
        using var first = await app.Client.GetAsync("/graphql?sdl");
        Assert.Equal(HttpStatusCode.NotModified, await GetAsync(app, h => h.IfNoneMatch.Add(first.Headers.ETag!)));
        Assert.Equal(HttpStatusCode.NotModified, await GetAsync(app, h => h.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag, isWeak: true))));
        Assert.Equal(HttpStatusCode.NotModified, await GetAsync(app, h => h.IfModifiedSince = first.Content.Headers.LastModified));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, h => h.IfNoneMatch.Add(new EntityTagHeaderValue("\"1-other\""))));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, h => h.IfModifiedSince = first.Content.Headers.LastModified!.Value.AddSeconds(-1)));
    }

    [Fact]
    public async Task Types_can_be_picked()
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.Client.GetAsync("/graphql?sdl&types=PluginState,PluginVersion");
        Assert.Equal("""
            type PluginVersion {
              version: String!
            }

            enum PluginState {
              DRAFT
              ACTIVE
              DEPRECATED
              ARCHIVED
            }
            """, await response.Content.ReadAsStringAsync());
        Assert.Equal("attachment; filename=\"types.graphql\"", response.Content.Headers.ContentDisposition!.ToString());
    }

    [Theory]
    [InlineData("", "HC0058")]
    [InlineData("1A", "HC0059")]
    [InlineData("Plugin,,PluginState", "HC0059")]
    [InlineData("Nope", "HC0060")]
    public async Task Types_that_are_not_there_are_refused(string types, string code)
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.Client.GetAsync($"/graphql?sdl&types={types}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Downloads_can_be_switched_off()
    {
        await using var none = await TestApp.StartAsync(options: o => o.EnableSchemaRequests = false);
        Assert.Equal(HttpStatusCode.NotFound, (await none.Client.GetAsync("/graphql?sdl")).StatusCode);
        await using var noFile = await TestApp.StartAsync(schema => schema.ModifyRequestOptions(o => o.EnableSchemaFileSupport = false));
        Assert.Equal(HttpStatusCode.NotFound, (await noFile.Client.GetAsync("/graphql/schema")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await noFile.Client.GetAsync("/graphql?sdl")).StatusCode);
    }

    [Fact]
    public async Task The_schema_may_have_an_endpoint_of_its_own()
    {
        await using var app = await TestApp.StartAsync(map: a => a.MapGraphQLSchema());
        Assert.StartsWith("schema {", await app.Client.GetStringAsync("/graphql/sdl"), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> GetAsync(TestApp app, Action<HttpRequestHeaders> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?sdl");
        headers(request.Headers);
        using var response = await app.Client.SendAsync(request);
        return response.StatusCode;
    }
}
