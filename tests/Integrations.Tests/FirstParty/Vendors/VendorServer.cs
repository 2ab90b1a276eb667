using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

/// <summary>A server on the loopback interface that speaks one vendor's documented protocol, and checks what it is asked with.</summary>
public abstract class VendorServer : IAsyncDisposable
{
    public const string ClientId = "client-of-plugins";
    public const string ClientSecret = "secret-of-plugins-0123456789";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string? RedirectUrl)> _codes = new();

    protected VendorServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Use(async (http, next) =>
        {
            Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
            if (Trouble is { } trouble) await trouble(http);
            else await next(http);
        });
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>The test's, so that tokens end when the test says so.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Method, path and query of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers in the vendor's place.</summary>
    public Func<HttpContext, Task>? Trouble { get; set; }

    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Access tokens that are good now, with their end.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Tokens { get; } = new();

    /// <summary>Refresh tokens that are good; each once.</summary>
    public ConcurrentDictionary<string, bool> RefreshTokens { get; } = new();

    public static async Task<T> StartAsync<T>(TimeProvider clock) where T : VendorServer, new()
    {
        var server = new T { Clock = clock };
        server.Map(server._app);
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Urls.Single());
        return server;
    }

    /// <summary>A person opens an address of the vendor's login and agrees: the code that goes back, if the address is in order.</summary>
    public string LogIn(string address)
    {
        var uri = new Uri(address);
        Assert.Equal(Url.Authority, uri.Authority);
        var query = QueryHelpers.ParseQuery(uri.Query);
        Assert.Equal(("code", ClientId, "S256"), (query["response_type"].ToString(), query["client_id"].ToString(), query["code_challenge_method"].ToString()));
        Assert.NotEqual("", query["state"].ToString());
        var code = $"code-{Guid.NewGuid():N}";
        _codes[code] = (query["code_challenge"].ToString(), query["redirect_uri"]);
        return code;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    protected abstract void Map(WebApplication app);

    /// <summary>Whether a request carries an access token that is good.</summary>
    protected bool IsAuthorized(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && Tokens.TryGetValue(token, out var end) && end > Clock.GetUtcNow();

    /// <summary>The token endpoint: client, code and PKCE verifier are checked (RFC 6749, RFC 7636), refresh tokens are good once.</summary>
    protected async Task TokenAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType
            ? (await http.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString())
            : (await BodyAsync(http)).AsObject().ToDictionary(m => m.Key, m => m.Value!.ToString());
        var grant = form.GetValueOrDefault("grant_type");
        var isGood = form.GetValueOrDefault("client_id") == ClientId && form.GetValueOrDefault("client_secret") == ClientSecret && grant switch
        {
            "authorization_code" => _codes.TryRemove(form.GetValueOrDefault("code") ?? "", out var begun) && begun.Challenge == Challenge(form.GetValueOrDefault("code_verifier") ?? "") && begun.RedirectUrl == form.GetValueOrDefault("redirect_uri"),
            "refresh_token" => RefreshTokens.TryRemove(form.GetValueOrDefault("refresh_token") ?? "", out _),
            _ => false,
        };
        if (!isGood)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = "invalid_grant", error_description = "no" });
            return;
        }
        var (access, refresh) = ($"access-{Guid.NewGuid():N}", $"refresh-{Guid.NewGuid():N}");
        Tokens[access] = Clock.GetUtcNow() + TokenLifetime;
        RefreshTokens[refresh] = true;
        await http.Response.WriteAsJsonAsync(new { access_token = access, token_type = "bearer", expires_in = (int)TokenLifetime.TotalSeconds, refresh_token = refresh });
    }

    protected static async Task<JsonNode> BodyAsync(HttpContext http) => (await JsonNode.ParseAsync(http.Request.Body))!;

    /// <summary>One page by number, with the Link header of RFC 8288.</summary>
    protected IReadOnlyList<T> Page<T>(HttpContext http, IReadOnlyList<T> all, int maxSize)
    {
        var page = int.TryParse(http.Request.Query["page"], out var number) ? number : 1;
        var size = Math.Min(int.TryParse(http.Request.Query["per_page"], out var asked) ? asked : 30, maxSize);
        if (page * size < all.Count)
        {
            var query = string.Join('&', http.Request.Query.Where(q => q.Key != "page").Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value.ToString())}").Append($"page={page + 1}"));
            http.Response.Headers.Append("Link", $"<{Url.GetLeftPart(UriPartial.Authority)}{http.Request.Path}?{query}>; rel=\"next\"");
        }
        return [.. all.Skip((page - 1) * size).Take(size)];
    }

    private static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
