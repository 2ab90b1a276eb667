using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.Tests.Components;

/// <summary>An app's own web server on loopback, which keeps what it was asked.</summary>
internal sealed class AppServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private AppServer(WebApplication server) => _server = server;

    public ConcurrentQueue<(string Target, IHeaderDictionary Headers)> Requests { get; } = new();

    public string Url { get; private set; } = "";

    public static async Task<AppServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AppServer(app);
        app.Run(context =>
        {
            // Copied, since the server uses its dictionary again.
            server.Requests.Enqueue((context.Request.Path + context.Request.QueryString, new HeaderDictionary(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase))));
            return answer(context);
        });
        await app.StartAsync();
        server.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
