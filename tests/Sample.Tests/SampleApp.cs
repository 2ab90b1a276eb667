using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sample.Data;

namespace GraphQLPlugins.Sample.Tests;

/// <summary>The sample's server on a database of its own, set up as the sample's Program does.</summary>
internal sealed class SampleApp(WebApplication app, TestDatabase database) : IAsyncDisposable
{
    public HttpClient Client { get; } = new() { BaseAddress = new Uri(app.Urls.First()) };

    public static async Task<SampleApp> StartAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddDbContextPool<PluginDb>(o => o.UseNpgsql(database.ConnectionString));
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
            // The recording knows neither batches nor keyset cursors.
            .AddQueryableCursorPagingProvider(defaultProvider: true);
        var app = builder.Build();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var plugins = scope.ServiceProvider.GetRequiredService<PluginDb>();
            await Seed.EnsureAsync(plugins);
            // What had happened to one plugin before the recording began.
            await plugins.Database.ExecuteSqlRawAsync("UPDATE plugins SET state = 'Active', updated_at = '2026-11-20 21:57:06.843+00' WHERE id = 'plg-00001'");
        }
        app.UseWebSockets();
        app.MapGraphQL().WithOptions(new Engine.AspNetCore.GraphQLServerOptions { EnableBatching = false });
        await app.StartAsync();
        return new SampleApp(app, database);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }
}
