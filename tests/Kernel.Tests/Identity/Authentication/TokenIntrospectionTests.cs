using System.Net;
using System.Text;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Identity.Authentication;

public sealed class TokenIntrospectionTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly IdentityOptions _options = new();
    private readonly FakeClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public TokenIntrospectionTests()
    {
        // A free port cannot be asked for, so try some.
        for (var attempt = 0; ; attempt++)
        {
            var prefix = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            try
            {
                _server.Prefixes.Add(prefix);
                _server.Start();
                _options.Introspection.Endpoint = new Uri(prefix + "introspect");
                break;
            }
            catch (HttpListenerException) when (attempt < 50)
            {
                _server.Prefixes.Clear();
            }
        }
        _options.Introspection.AllowPrivateEndpoint = true;
        _options.Introspection.ClientId = "graph ql";
        _options.Introspection.ClientSecret = "s&cret";
        _options.Introspection.Scopes["org:integrations"] = "integrations:write audit:read";
    }

    public void Dispose() => _server.Close();

    [Fact]
    public async Task An_active_token_is_its_subject_with_the_capabilities_of_its_scopes()
    {
        await using var services = KernelHost.Build("Host=none", [], _options, _clock);
        var answering = AnswerAsync("""{"active":true,"scope":"catalog:read org:integrations profile","username":"ada","sub":"42","exp":1800000060}""");
        var identity = await AuthenticateAsync(services, "opaque");
        var (body, authorization) = await answering;

        Assert.Equal("token=opaque&token_type_hint=access_token", body);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("graph%20ql:s%26cret")), authorization);
        Assert.Equal("external/ada", identity!.Name);
        Assert.Equal(["catalog:read", "integrations:write", "audit:read"], identity.Capabilities.Granted);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_800_000_060), identity.ExpiresAt);
    }

    [Fact]
    public async Task An_endpoint_in_a_private_network_is_asked_only_where_the_operator_says_so()
    {
        _options.Introspection.AllowPrivateEndpoint = false;
        await using var services = KernelHost.Build("Host=none", [], _options, _clock);
        var request = _server.GetContextAsync();

        Assert.Null(await AuthenticateAsync(services, "opaque"));
        Assert.False(request.IsCompleted);
    }

    [Fact]
    public async Task An_answer_is_remembered_for_a_while_and_asked_for_again_later()
    {
        await using var services = KernelHost.Build("Host=none", [], _options, _clock);
        var answering = AnswerAsync("""{"active":true,"sub":"42"}""");
        Assert.Equal("external/42", (await AuthenticateAsync(services, "opaque"))!.Name);
        await answering;
        Assert.Equal("external/42", (await AuthenticateAsync(services, "opaque"))!.Name);

        _clock.Time += _options.Introspection.CacheTime;
        answering = AnswerAsync("""{"active":false}""");
        Assert.Null(await AuthenticateAsync(services, "opaque"));
        await answering;
    }

    [Theory]
    [InlineData(200, """{"active":false}""")]
    [InlineData(200, "not json")]
    [InlineData(500, "{}")]
    public async Task Anything_else_is_nobody(int status, string body)
    {
        await using var services = KernelHost.Build("Host=none", [], _options, _clock);
        var answering = AnswerAsync(body, status);
        Assert.Null(await AuthenticateAsync(services, "opaque"));
        await answering;
    }

    [Fact]
    public async Task Without_an_authorization_server_nobody_is_asked()
    {
        await using var services = KernelHost.Build("Host=none", [], new IdentityOptions(), _clock);
        Assert.Null(await AuthenticateAsync(services, "opaque"));
    }

    private static async Task<PrincipalIdentity?> AuthenticateAsync(IServiceProvider services, string token) =>
        (await services.GetRequiredService<TokenAuthenticator>().AuthenticateAsync(token, default))?.Identity as PrincipalIdentity;

    private async Task<(string Body, string? Authorization)> AnswerAsync(string json, int status = 200)
    {
        var context = await _server.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json));
        context.Response.Close();
        return (body, context.Request.Headers["Authorization"]);
    }
}
