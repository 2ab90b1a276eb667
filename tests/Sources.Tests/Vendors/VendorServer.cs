using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Tests.Vendors;

/// <summary>A repository at a vendor.</summary>
public sealed record VendorRepository(string Id, string Path, bool IsAdministered = true, string DefaultBranch = "main");

/// <summary>A hook as a vendor keeps it.</summary>
public sealed record VendorHook(string Id, string RepoId, string Url, string Secret, bool ChecksTls);

/// <summary>A server on the loopback interface that speaks one vendor's documented protocol, for one account with one token.</summary>
public abstract class VendorServer : IAsyncDisposable
{
    public const string Token = "token-of-ada";
    private readonly WebApplication _app;
    private int _nextHook = 1000;

    protected VendorServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Use(async (http, next) =>
        {
            Requests.Add($"{http.Request.Method} {http.Request.Path}");
            if (Trouble is { } trouble && !http.Request.Path.StartsWithSegments("/oauth")) await trouble(http);
            else await next(http);
        });
    }

    /// <summary>The path of the API below the address.</summary>
    public virtual string ApiPath => "";

    public Uri Url { get; private set; } = null!;

    /// <summary>Those that the account sees.</summary>
    public List<VendorRepository> Repositories { get; } = [];

    public VendorHooks Hooks { get; } = new();

    /// <summary>Method and path of every request.</summary>
    public ConcurrentBag<string> Requests { get; } = [];

    /// <summary>Answers in the vendor's place.</summary>
    public Func<HttpContext, Task>? Trouble { get; set; }

    /// <summary>The refresh token that is good now; each is good once.</summary>
    public string? RefreshToken { get; set; } = "refresh-1";

    /// <summary>The last form that the token endpoint got.</summary>
    public Dictionary<string, string> LastTokenRequest { get; private set; } = [];

    public int TokenLifetimeSeconds { get; set; } = 7200;

    /// <summary>Where git finds the repositories, with a slash at its end; null is here, where it finds nothing.</summary>
    public string? GitUrl { get; set; }

    /// <summary>How many repositories a page holds.</summary>
    public abstract int PageSize { get; }

    /// <param name="more">Serves more than the vendor's API, such as the repositories themselves.</param>
    public static async Task<T> StartAsync<T>(Action<WebApplication>? more = null) where T : VendorServer, new()
    {
        var server = new T();
        server.Map(server._app);
        more?.Invoke(server._app);
        server._app.MapPost("/oauth/token", server.TokenAsync);
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Urls.Single());
        return server;
    }

    /// <summary>So many that the account may administer, in no order by name.</summary>
    public void Fill(int count)
    {
        for (var i = 0; i < count; i++) Repositories.Add(Make(i * 7919 % count));
    }

    public abstract VendorRepository Make(int number);

    public string CloneUrl(VendorRepository repository) => $"{GitUrl ?? Url.AbsoluteUri}{repository.Path}.git";

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    protected abstract void Map(WebApplication app);

    protected string NextHookId() => Interlocked.Increment(ref _nextHook).ToString();

    protected static bool IsAuthorized(HttpContext http) => http.Request.Headers.Authorization == $"Bearer {Token}";

    protected async Task TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        LastTokenRequest = form.ToDictionary(f => f.Key, f => f.Value.ToString());
        if (http.Request.Headers.Authorization.Count > 0) LastTokenRequest["basic"] = http.Request.Headers.Authorization.ToString();
        var isGood = form["grant_type"] == "authorization_code" ? form["code"] == "good-code" : form["refresh_token"] == RefreshToken;
        if (!isGood)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = "invalid_grant" });
            return;
        }
        RefreshToken = $"refresh-{Guid.NewGuid():N}";
        await http.Response.WriteAsJsonAsync(new { access_token = Token, token_type = "bearer", expires_in = TokenLifetimeSeconds, refresh_token = RefreshToken, scope = "repo admin:repo_hook" });
    }

    protected static async Task<JsonNode> BodyAsync(HttpContext http) => (await JsonNode.ParseAsync(http.Request.Body))!;

    /// <summary>One page by number, with the Link header of RFC 8288.</summary>
    protected async Task PageAsync(HttpContext http, IReadOnlyList<object> all, string sizeParameter = "per_page")
    {
        var page = int.TryParse(http.Request.Query["page"], out var number) ? number : 1;
        var size = Math.Min(int.TryParse(http.Request.Query[sizeParameter], out var asked) ? asked : 30, PageSize);
        if (page * size < all.Count)
        {
            var query = string.Join('&', http.Request.Query.Where(q => q.Key != "page").Select(q => $"{q.Key}={q.Value}").Append($"page={page + 1}"));
            http.Response.Headers.Append("Link", $"<{Url.GetLeftPart(UriPartial.Authority)}{http.Request.Path}?page=1>; rel=\"first\", <{Url.GetLeftPart(UriPartial.Authority)}{http.Request.Path}?{query}>; rel=\"next\"");
        }
        await http.Response.WriteAsJsonAsync(all.Skip((page - 1) * size).Take(size));
    }
}
