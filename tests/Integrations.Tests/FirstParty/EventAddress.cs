using System.Net;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Integrations.VendorEvents;
using GraphQLPlugins.ModuleTesting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>The addresses for vendors' events of a host, on the loopback interface.</summary>
internal sealed class EventAddress(WebApplication web) : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    public static async Task<EventAddress> ServeAsync(ModuleHost host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = host.Services.GetRequiredService<VendorEventReceiver>();
        app.MapPost("/hooks/integrations/{provider}", receiver.ReceiveAsync);
        app.MapPost("/hooks/integrations/{provider}/{token}", receiver.ReceiveAsync);
        await app.StartAsync();
        return new EventAddress(app);
    }

    /// <summary>Sends an event to a path. The answer is its status, and the word in it.</summary>
    public async Task<(HttpStatusCode Status, string Word)> SendAsync(string path, string body, IReadOnlyDictionary<string, string> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(web.Urls.Single()), path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await web.DisposeAsync();
    }
}
