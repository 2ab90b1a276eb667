using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Testing.Git;

/// <summary>Answers requests of git's smart protocol by git's own CGI program.</summary>
public static class GitHttpBackend
{
    /// <param name="http">The request.</param>
    /// <param name="root">The folder that the repositories are below.</param>
    /// <param name="path">The path below it; null is that of the request.</param>
    public static async Task AnswerAsync(HttpContext http, string root, string? path = null)
    {
        var start = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[]
        {
            ("GIT_PROJECT_ROOT", root), ("GIT_HTTP_EXPORT_ALL", "1"), ("PATH_INFO", path ?? http.Request.Path.Value!), ("QUERY_STRING", http.Request.QueryString.Value!.TrimStart('?')), ("REQUEST_METHOD", http.Request.Method),
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
