using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.ModuleTesting;

/// <summary>A remote plugin as its author writes it: checks the signature, answers by type.</summary>
public sealed class RemoteServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly byte[] _key;

    private RemoteServer(WebApplication web, string key)
    {
        _web = web;
        _key = Encoding.UTF8.GetBytes(key);
    }

    /// <summary>Answers by type what a test is about; null leaves it to the server.</summary>
    public Func<JsonElement, object?>? Answer { get; set; }

    /// <summary>What was posted, in order.</summary>
    public ConcurrentQueue<JsonElement> Requests { get; } = [];

    /// <summary>Where calls are posted to.</summary>
    public string Url => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/plugin";

    /// <summary>Starts one that knows a key.</summary>
    public static async Task<RemoteServer> StartAsync(string key)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new RemoteServer(builder.Build(), key);
        server._web.Run(server.AnswerAsync);
        await server._web.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var signed = Encoding.UTF8.GetBytes($"{http.Request.Headers["webhook-id"]}.{http.Request.Headers["webhook-timestamp"]}.").Concat(body.ToArray()).ToArray();
        if (http.Request.Headers["webhook-signature"] != "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed)))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var request = JsonSerializer.Deserialize<JsonElement>(body.ToArray());
        Requests.Enqueue(request);
        object answer = Answer?.Invoke(request) ?? request.GetProperty("type").GetString() switch
        {
            "view" => new { status = 201, contentType = "text/plain", body = Convert.ToBase64String(Encoding.UTF8.GetBytes($"remote {request.GetProperty("path").GetString()}")) },
            "action" => new { result = new { echoed = request.GetProperty("payload") } },
            "test" => new { succeeded = true, message = "Fine." },
            "beforeUpdate" => new { value = request.GetProperty("value").GetString()!.ToUpperInvariant() },
            _ => new { },
        };
        if (request.TryGetProperty("action", out var action) && action.GetString() == "refuse")
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            answer = new { message = "Not today." };
        }
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer));
    }
}
