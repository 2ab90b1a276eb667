using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Catalog.Tests.Registries;

/// <summary>
/// The authorization server of a registry: gives signed tokens for a name and a password, as https://distribution.github.io/distribution/spec/auth/token/
/// describes. The registry itself checks them.
/// </summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private const string Service = "registry.test";
    private const string Issuer = "tests";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly LoopbackServer _server;

    private TokenServer(LoopbackServer server)
    {
        _certificate = new CertificateRequest("CN=tests", _key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _server = server;
    }

    /// <summary>Who may read; null lets everybody.</summary>
    public (string Name, string Password)? Reader { get; set; }

    /// <summary>What was asked for.</summary>
    public List<string> Scopes { get; } = [];

    public static async Task<TokenServer> StartAsync()
    {
        var server = new TokenServer(await LoopbackServer.StartAsync(_ => Task.CompletedTask));
        server._server.Answer = server.AnswerAsync;
        return server;
    }

    /// <summary>A registry that takes this server's tokens.</summary>
    public async Task<DockerRegistry> StartRegistryAsync(string image)
    {
        var bundle = Path.GetTempFileName();
        await File.WriteAllTextAsync(bundle, _certificate.ExportCertificatePem());
        try
        {
            return await DockerRegistry.StartAsync($"""
                auth:
                  token:
                    realm: {_server.Url}/token
                    service: {Service}
                    issuer: {Issuer}
                    rootcertbundle: {bundle}
                """, new AuthenticationHeaderValue("Bearer", Token(image, "pull", "push", "delete")));
        }
        finally
        {
            File.Delete(bundle);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _key.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Assert.Equal(("/token", Service), (context.Request.Path.Value, context.Request.Query["service"].ToString()));
        var scope = context.Request.Query["scope"].ToString();
        Scopes.Add(scope);
        if (Reader is { } reader && context.Request.Headers.Authorization.ToString() != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{reader.Name}:{reader.Password}"))}")
        {
            context.Response.StatusCode = 401;
            return;
        }
        await context.Response.WriteAsJsonAsync(new { token = Token(scope.Split(':')[1], "pull"), expires_in = 300 });
    }

    private string Token(string image, params string[] actions)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var signed = $"{Encode(new { typ = "JWT", alg = "ES256", x5c = new[] { Convert.ToBase64String(_certificate.RawData) } })}.{Encode(new
        {
            iss = Issuer, sub = "reader", aud = Service, exp = now + 300, nbf = now - 60, iat = now, jti = Guid.NewGuid().ToString(), access = new[] { new { type = "repository", name = image, actions } },
        })}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
