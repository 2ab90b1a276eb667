using System.Net.WebSockets;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

/// <summary>A real server on loopback that serves the sample schema.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TestApp> StartAsync(Action<IRequestExecutorBuilder>? schema = null, Action<GraphQLServerOptions>? options = null,
        Action<WebApplication>? map = null, Action<WebApplicationBuilder>? configure = null,
        string environment = "Development")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddScoped<ScopeProbe>();
        builder.Services.AddSingleton<CountProbe>();
        var graphql = builder.Services.AddGraphQLServer()
            .AddQueryType<Query>().AddMutationType<Mutation>().AddSubscriptionType<Subscription>()
            .AddInMemorySubscriptions()
            .AddUploadType()
            .ModifyOptions(o => o.EnableDefer = o.EnableStream = true);
        schema?.Invoke(graphql);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseWebSockets();
        var serverOptions = new GraphQLServerOptions();
        options?.Invoke(serverOptions);
        if (map is null) app.MapGraphQL().WithOptions(serverOptions);
        else map(app);
        await app.StartAsync();
        return new TestApp(app);
    }

    /// <summary>Posts a body of JSON.</summary>
    public async Task<HttpResponseMessage> PostAsync(string json, string? accept = "*/*", string path = "/graphql", string contentType = "application/json",
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json) };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    /// <summary>Posts an operation and gives the answer's text.</summary>
    public async Task<string> QueryAsync(string query) =>
        await (await PostAsync(System.Text.Json.JsonSerializer.Serialize(new { query }))).Content.ReadAsStringAsync();

    /// <summary>Opens a WebSocket.</summary>
    public async Task<ClientWebSocket> ConnectAsync(params string[] protocols)
    {
        var socket = new ClientWebSocket();
        foreach (var protocol in protocols) socket.Options.AddSubProtocol(protocol);
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        return socket;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
