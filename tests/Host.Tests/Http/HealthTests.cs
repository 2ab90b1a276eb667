using System.Diagnostics;
using System.Net;

namespace GraphQLPlugins.Host.Tests.Http;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_follows_the_database_and_live_does_not()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        Assert.Equal("""{"status":"ready","storage":"ready"}""", await host.Http.GetStringAsync("/health/ready"));

        using (var server = Process.GetProcessById(HostProcess.ServerOf(data.Path))) server.Kill();

        // The connections' own processes notice its death a moment later.
        var ready = await host.Http.GetAsync("/health/ready");
        for (var i = 0; i < 500 && ready.IsSuccessStatusCode; i++)
        {
            await Task.Delay(10);
            ready = await host.Http.GetAsync("/health/ready");
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"not ready","storage":"unreachable"}""", await ready.Content.ReadAsStringAsync());
        Assert.Equal("""{"status":"live"}""", await host.Http.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers_and_none_names_the_server()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        foreach (var path in new[] { "/health/live", "/nowhere" })
        {
            var headers = (await host.Http.GetAsync(path)).Headers;
            Assert.Equal(["nosniff"], headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["no-referrer"], headers.GetValues("Referrer-Policy"));
            Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], headers.GetValues("Content-Security-Policy"));
            Assert.False(headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task A_request_with_an_invalid_token_is_refused_as_a_whole()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Authorization = new("Bearer", "gqp_0000");
        var answer = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("""{"errors":[{"message":"The token is unknown, expired or revoked.","extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}]}""", await answer.Content.ReadAsStringAsync());
    }
}
