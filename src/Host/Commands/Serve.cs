using System.CommandLine;
using GraphQLPlugins.Catalog.Demo;
using GraphQLPlugins.Host.Graph;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Host.Start;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Host.Commands;

/// <summary>Without a command: the server.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(WebApplication app, HostSettings settings, ParseResult parsed, CancellationToken ct)
    {
        // The schema is built from the code alone, so it needs not wait for the database.
        var graph = Task.Run(() => app.Services.WarmUpGraphAsync(ct), ct);
        var news = await PrepareAsync(app.Services, settings, ct);
        var token = await AdministratorToken.EnsureAsync(app.Services, ct);
        await graph;
        await StartAsync(app, ct);
        await FirstRequest.SendAsync(app.Urls, ct);
        StartPage.Print(Terminal.Out, settings, app.Urls, token, news);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            // Else the services that run in the background already would count as broken down when they are ended.
            app.Lifetime.StopApplication();
            throw;
        }
    }

    /// <returns>What a person should know, for the start page.</returns>
    private static async Task<IReadOnlyList<string>> PrepareAsync(IServiceProvider services, HostSettings settings, CancellationToken ct)
    {
        await services.GetRequiredService<StorageServer>().StartAsync(mayShare: false, ct);
        var news = new List<string>();
        var migrations = await services.GetRequiredService<Migrator>().RunAsync(settings.Storage.Migrate, ct);
        if (migrations.Count > 0) news.Add($"Schema    {migrations.Count} migrations applied");
        if (!settings.Catalog.LoadDemo) return news;
        var demo = await services.GetRequiredService<DemoCatalog>().LoadIfEmptyAsync(ct);
        if (demo.Count > 0) news.Add($"Catalog   {demo.Sum(r => r.PluginsCreated):N0} plugins of the demo catalog with {demo.Sum(r => r.VersionsCreated):N0} versions");
        return news;
    }
}
