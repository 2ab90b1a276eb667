using System.Collections.Concurrent;
using System.Diagnostics;
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
        var start = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[]
        {
            ("GIT_PROJECT_ROOT", _root), ("GIT_HTTP_EXPORT_ALL", "1"), ("PATH_INFO", http.Request.Path.Value!), ("QUERY_STRING", http.Request.QueryString.Value!.TrimStart('?')), ("REQUEST_METHOD", http.Request.Method),
            ("CONTENT_TYPE", http.Request.ContentType ?? ""), ("HTTP_CONTENT_ENCODING", http.Request.Headers.ContentEncoding.ToString()), ("GIT_PROTOCOL", http.Request.Headers["Git-Protocol"].ToString()), ("REMOTE_ADDR", "127.0.0.1"),
            ("GIT_CONFIG_COUNT", "2"), ("GIT_CONFIG_KEY_0", "safe.directory"), ("GIT_CONFIG_VALUE_0", "*"), ("GIT_CONFIG_KEY_1", "http.receivepack"), ("GIT_CONFIG_VALUE_1", "false"),
        }) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var sending = SendAsync(http, process);
            await ReceiveAsync(http, process.StandardOutput.BaseStream);
            await sending;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static async Task SendAsync(HttpContext http, Process process)
    {
        try
        {
            await http.Request.Body.CopyToAsync(process.StandardInput.BaseStream, http.RequestAborted);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It wants no more.
        }
    }

    private static async Task ReceiveAsync(HttpContext http, Stream output)
    {
        var header = new List<byte>();
        var one = new byte[1];
        while (await output.ReadAsync(one, http.RequestAborted) > 0)
        {
            header.Add(one[0]);
            if (header is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']) continue;
            break;
        }
        foreach (var line in Encoding.ASCII.GetString([.. header]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Status") http.Response.StatusCode = int.Parse(value[..3]);
            else http.Response.Headers[name] = value;
        }
        await output.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
