using System.Net.Http.Json;
using GraphQLPlugins.Engine.AspNetCore;
using GraphQLPlugins.Engine.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sample.Data;

namespace GraphQLPlugins.Sample.Tests;

/// <summary>The sample served on a loopback port, over a database of its own in the state in which the recording began.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestDatabase _database;

    private SampleHost(WebApplication app, TestDatabase database, ManualTime? time)
    {
        Time = time;
        _app = app;
        _database = database;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(address);
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>The transports' clock; null: the real one.</summary>
    public ManualTime? Time { get; }

    /// <summary>Lets time pass, second by second, until something happens.</summary>
    public async Task PassTimeUntilAsync(Task happens)
    {
        while (!happens.IsCompleted)
        {
            Time!.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(happens, Task.Delay(10));
        }
    }

    /// <summary>Waits until there are listeners, or none.</summary>
    public async Task UntilListenersAsync(bool any)
    {
        var hub = _app.Services.GetRequiredService<TopicHub>();
        for (var attempt = 0; hub.Count > 0 != any; attempt++)
        {
            Assert.True(attempt < 2_000, any ? "Nobody listens." : "Somebody still listens.");
            await Task.Delay(5);
        }
    }

    /// <summary>Sets the first plugin's state, as another client.</summary>
    public async Task SetStateAsync(string state)
    {
        var document = $"mutation {{ updatePluginState(input: {{ id: \"UGx1Z2luOnBsZy0wMDAwMQ==\", state: {state} }}) {{ plugin {{ state }} }} }}";
        using var response = await Client.PostAsJsonAsync("/graphql", new { query = document });
        Assert.Equal("""{"data":{"updatePluginState":{"plugin":{"state":"STATE"}}}}""".Replace("STATE", state), await response.Content.ReadAsStringAsync());
    }

    /// <summary>Starts it as the sample's own program does, with what this engine does differently by default set to what the recording shows.</summary>
    /// <param name="environment">The recording was made in both.</param>
    /// <param name="exceptionDetails">Whether messages and stack traces are sent.</param>
    /// <param name="time">The clock of transports; null: the real one.</param>
    public static async Task<SampleHost> StartAsync(string environment = "Development", bool exceptionDetails = false, ManualTime? time = null)
    {
        var database = await PostgresServer.CreateDatabaseAsync("sample", PrepareAsync);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddDbContextPool<PluginDb>(o => o.UseNpgsql(database.ConnectionString));
        if (time is not null) builder.Services.AddSingleton<TimeProvider>(time);
        builder
            .AddGraphQL()
            .AddTypes()
            .AddGlobalObjectIdentification()
            .AddMutationConventions()
            .AddPagingArguments()
            .AddProjections()
            .AddFiltering()
            .AddSorting()
            .AddInMemorySubscriptions()
            .ModifyOptions(o => { o.EnableDefer = true; o.EnableStream = true; })
            .ModifyRequestOptions(o => o.IncludeExceptionDetails = exceptionDetails)
            .AddQueryableCursorPagingProvider(defaultProvider: true);
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGraphQL().WithOptions(new GraphQLServerOptions { EnableBatching = false, Tool = { Enable = false } });
        await app.StartAsync();
        return new SampleHost(app, database, time);
    }

    /// <summary>Runs a command as the sample's program does, and gives its exit code.</summary>
    public Task<int> RunCommandAsync(params string[] arguments) => _app.RunWithGraphQLCommandsAsync(arguments);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>The seed; and, as somebody had done before the recording, the first plugin set to active.</summary>
    private static async Task PrepareAsync(string connectionString)
    {
        await using var db = new PluginDb(new DbContextOptionsBuilder<PluginDb>().UseNpgsql(connectionString).Options);
        await Seed.EnsureAsync(db);
        await db.Database.ExecuteSqlRawAsync("update plugins set state = 'Active', updated_at = '2026-11-20T21:57:06.843Z' where id = 'plg-00001'");
    }
}
