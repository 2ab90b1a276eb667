using System.Text.Json;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Runtime;

/// <summary>A host whose runtime is driven directly: what commands do at the seam, without them.</summary>
internal sealed class RuntimeHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private RuntimeHost(CatalogHost catalog, DirectoryInfo folder)
    {
        Catalog = catalog;
        _folder = folder;
    }

    public CatalogHost Catalog { get; }

    public PluginCalls Calls => Catalog.Services.GetRequiredService<PluginCalls>();

    public PluginRuntime Runtime => Catalog.Services.GetRequiredService<PluginRuntime>();

    public IPluginActivator Activator => Catalog.Services.GetRequiredService<IPluginActivator>();

    public static async Task<RuntimeHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("plugins-");
        return new RuntimeHost(await CatalogHost.StartAsync([("Catalog:AllowRemoteAdmin", "true"), ("Catalog:Artifacts:Directory", folder.FullName), .. settings]), folder);
    }

    /// <summary>Installs a package by upload.</summary>
    /// <returns>The payload.</returns>
    public Task<JsonElement> InstallAsync(SamplePackage package, bool activate = true) => Catalog.InstallFileAsync($"{package.Id}.{package.Version}.nupkg", package.Pack(), activate);

    /// <summary>The services of another host of the same database and content store.</summary>
    public ServiceProvider AnotherHost(params (string Name, string Value)[] settings) => Catalog.AnotherHost([.. new[] { ("Catalog:Artifacts:Directory", _folder.FullName) }.ExceptBy(settings.Select(setting => setting.Name), setting => setting.Item1), .. settings]);

    /// <summary>Puts a package into the content store.</summary>
    public async Task<string> KeepAsync(SamplePackage package)
    {
        using var received = await Catalog.Services.GetRequiredService<ContentStore>().ReceiveAsync(new MemoryStream(package.Pack()), long.MaxValue, 0, null, default);
        received.Keep();
        return received.Digest;
    }

    public async Task<PluginStart> StartOfAsync(SamplePackage package, Guid installation, int generation, ReloadMode mode = ReloadMode.Reload) =>
        new(Organization.DefaultId, installation, package.Id, package.Version, generation, mode, new PluginManifest(ArtifactKind.NuGet), await KeepAsync(package));

    /// <summary>What a committed command does.</summary>
    public async Task LoadAsync(SamplePackage package, Guid installation, int generation, ReloadMode mode = ReloadMode.Reload)
    {
        var activation = await Activator.PrepareAsync(await StartOfAsync(package, installation, generation, mode), default);
        await activation.CommitAsync();
    }

    public Task<PluginOutcome<JsonElement?>> ActAsync(string plugin, string action, object? payload = null, CancellationToken ct = default) =>
        Calls.ActAsync(Organization.DefaultId, plugin, action, Call(), payload is null ? null : JsonSerializer.SerializeToElement(payload), ct);

    public static PluginCall Call(OptionValues? options = null) => new(new PluginCaller("tester", null), new PluginScope(), options ?? OptionValues.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in Runtime.Slots.ToList()) await Runtime.UnloadAsync(slot.InstallationId);
        await Runtime.WhenStoppedAsync();
        await Catalog.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
