using System.Text.Json;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options;
using GraphQLPlugins.Sources.Storage;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests;

/// <summary>Kernel, catalog, options and sources over a database of their own.</summary>
internal static class SourcesHost
{
    public static Task<ModuleHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    /// <summary>With more services, such as another step of activations.</summary>
    public static Task<ModuleHost> StartAsync(Action<IServiceCollection>? add, params (string Name, string Value)[] settings) =>
        ModuleHost.StartAsync("sources", () => add is null ? [new CatalogModule(), new OptionsModule(), new SourcesModule()] : [new CatalogModule(), new OptionsModule(), new More(add), new SourcesModule()], _ => Task.CompletedTask,
            [("Catalog:LoadDemo", "false"), ("Egress:AllowedNetworks:0", "127.0.0.0/8"), .. CopiesNothing(settings) ? [("Sources:Mirrors:Enabled", "false")] : Array.Empty<(string, string)>(), .. settings]);

    /// <summary>With a GitHub whose token all users share.</summary>
    public static Task<ModuleHost> StartAsync(GitHubServer gitHub, Action<IServiceCollection>? add = null, params (string Name, string Value)[] settings) =>
        StartAsync(add, [("Sources:GitHub:Url", gitHub.Url.AbsoluteUri), ("Sources:GitHub:Token", VendorServer.Token), ("Sources:PublicUrl", "https://plugins.example.org"), .. settings]);

    /// <summary>With a clock that a test moves.</summary>
    public static Task<ModuleHost> StartAsync(GitHubServer gitHub, Action<IServiceCollection>? add, TimeProvider? clock, (string Name, string Value)[] settings) =>
        ModuleHost.StartAsync("sources", clock ?? TimeProvider.System, Modules(add), _ => Task.CompletedTask, With(gitHub, settings));

    /// <summary>Another host of the same deployment.</summary>
    public static ModuleHost Join(ModuleHost host, GitHubServer gitHub, Action<IServiceCollection>? add, TimeProvider? clock, (string Name, string Value)[] settings) =>
        host.Join(Modules(add), clock, With(gitHub, settings));

    private static (string Name, string Value)[] With(GitHubServer gitHub, (string Name, string Value)[] settings) =>
    [
        ("Catalog:LoadDemo", "false"), ("Egress:AllowedNetworks:0", "127.0.0.0/8"), ("Sources:GitHub:Url", gitHub.Url.AbsoluteUri), ("Sources:GitHub:Token", VendorServer.Token),
        ("Sources:PublicUrl", "https://plugins.example.org"), .. settings,
    ];

    private static Func<IReadOnlyList<IModule>> Modules(Action<IServiceCollection>? add) => () => add is null ? [new CatalogModule(), new OptionsModule(), new SourcesModule()] : [new CatalogModule(), new OptionsModule(), new More(add), new SourcesModule()];

    /// <summary>Most servers of these tests serve no files; tests that name a folder for copies want some.</summary>
    private static bool CopiesNothing((string Name, string Value)[] settings) => !Array.Exists(settings, s => s.Name == "Sources:Mirrors:Directory");

    /// <summary>Reads or writes rows past the commands.</summary>
    public static async Task<T> DbAsync<T>(this ModuleHost host, Func<SourcesDb, Task<T>> use)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<SourcesDb>>().CreateDbContextAsync();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        return await use(db);
    }

    /// <summary>The payload of a mutation.</summary>
    public static async Task<JsonElement> MutateAsync(this ModuleHost host, string operation, object input)
    {
        var answer = await host.RunAsync(operation, new { input });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty(operation);
    }

    /// <summary>The code of the one error of a mutation's payload; null when there is none.</summary>
    public static string? Code(this JsonElement payload) =>
        payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? Assert.Single(errors.EnumerateArray()).GetProperty("code").GetString() : null;

    /// <summary>The sentence of the one error of a mutation's payload.</summary>
    public static string? Message(this JsonElement payload) => Assert.Single(payload.GetProperty("errors").EnumerateArray()).GetProperty("message").GetString();

    private sealed class More(Action<IServiceCollection> add) : IModule
    {
        public string Name => "more";

        public void AddServices(IServiceCollection services, IConfiguration configuration) => add(services);

        public void AddTypes(IRequestExecutorBuilder graph)
        {
        }
    }
}
