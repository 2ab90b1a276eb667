using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Testing.Git;

/// <summary>Serves the repositories below a folder on the loopback interface, by git's own CGI program.</summary>
public sealed class GitHttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _root;

    private GitHttpServer(string root, X509Certificate2? certificate)
    {
        _root = root;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>With a slash at its end.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The header that git must send; null asks for nothing.</summary>
    public string? Authorization { get; set; }

    /// <summary>Called before a request is answered; false leaves the answer as it is then.</summary>
    public Func<HttpContext, Task<bool>>? Before { get; set; }

    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<GitHttpServer> StartAsync(string root, X509Certificate2? certificate = null)
    {
        var server = new GitHttpServer(root, certificate);
        await server._app.StartAsync();
        server.Url = server._app.Urls.Single() + "/";
        return server;
    }

    public static string Basic(string user, string password) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        if (Before is { } before && !await before(http)) return;
        if (Authorization is not null && http.Request.Headers.Authorization != Authorization)
        {
            http.Response.StatusCode = 401;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }
        await GitHttpBackend.AnswerAsync(http, _root);
    }
}
