using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.ModuleTesting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>A host whose catalog has a plugin that greets, and on which it runs.</summary>
internal sealed class GreeterHost : IAsyncDisposable
{
    private const string Catalog = """
        {"ecosystem":"e","pluginId":"greeter","settingsSchema":{"settings":[{"key":"Greeting","type":"text","default":"Hello"},{"key":"Key","type":"text","secret":true},{"key":"Made","type":"generated"}]},"versions":[{"version":"1.0.0"}]}
        {"ecosystem":"e","pluginId":"quiet","settingsSchema":{"settings":[{"key":"Greeting","type":"text","default":"Hello"}]},"versions":[{"version":"1.0.0"}]}
        """;

    private readonly DirectoryInfo _folder;
    private WebApplication? _web;

    private GreeterHost(ModuleHost modules, DirectoryInfo folder)
    {
        Modules = modules;
        _folder = folder;
    }

    public ModuleHost Modules { get; }

    public static async Task<GreeterHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("plugins-");
        var modules = await ModuleHost.StartAsync("options-greeter", () => [new CatalogModule(), new OptionsModule()],
            async services => Assert.Empty((await services.GetRequiredService<CatalogImporter>().ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(Catalog)), new ImportOptions())).Problems),
            [("Catalog:AllowRemoteAdmin", "true"), ("Catalog:Artifacts:Directory", folder.FullName), .. settings]);
        return new GreeterHost(modules, folder);
    }

    /// <summary>Installs the catalog's entry, and runs a class of the sample package in its place.</summary>
    public Task RunAsync(string plugin = "greeter", string @class = "Greeter") => RunAsync(new SamplePackage(plugin, "1.0.0") { Class = @class });

    /// <summary>Installs the catalog's entry of the package's id, and runs the package in its place.</summary>
    public async Task RunAsync(SamplePackage package)
    {
        var plugin = package.Id;
        await Modules.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = plugin } } } });
        await using var db = await Modules.Services.GetRequiredService<IDbContextFactory<CatalogDb>>().CreateDbContextAsync();
        var installation = await db.Installations.SingleAsync(i => i.Name == plugin);
        using var received = await Modules.Services.GetRequiredService<ContentStore>().ReceiveAsync(new MemoryStream(package.Pack()), long.MaxValue, 0, null, default);
        received.Keep();
        var start = new PluginStart(Organization.DefaultId, installation.Id, plugin, "1.0.0", installation.Generation, ReloadMode.Reload, new PluginManifest(ArtifactKind.NuGet), received.Digest);
        await (await Modules.Services.GetRequiredService<IPluginActivator>().PrepareAsync(start, default)).CommitAsync();
    }

    /// <summary>Makes a project in which the plugin is on.</summary>
    /// <returns>Its global id.</returns>
    public async Task<string> ProjectAsync(string plugin = "greeter", bool enabled = true)
    {
        var project = (await Modules.RunAsync("createProject", new { input = new { name = Guid.NewGuid().ToString("N") } })).GetProperty("data").GetProperty("createProject").GetProperty("project").GetProperty("id").GetString()!;
        await Modules.RunAsync("setPluginEnabled", new { input = new { pluginId = plugin, enabled, scope = new { kind = "PROJECT", projectId = project } } });
        return project;
    }

    public async Task<JsonElement> SetAsync(string key, object? value, object? scope = null, string plugin = "greeter") =>
        (await Modules.RunAsync("setOption", new { input = new { pluginId = plugin, key, value, scope } })).GetProperty("data").GetProperty("setOption");

    /// <summary>The value that is shown at the instance.</summary>
    public async Task<string?> ShownAsync(string key, string plugin = "greeter") =>
        (await Modules.RunAsync("effectiveOptions", new { pluginId = plugin })).GetProperty("data").GetProperty("effectiveOptions").EnumerateArray()
        .Single(item => item.GetProperty("definition").GetProperty("key").GetString() == key).GetProperty("effective").GetString();

    /// <summary>What the plugin has heard of.</summary>
    public async Task<string> HeardAsync()
    {
        var outcome = await Modules.Services.GetRequiredService<Catalog.Contracts.PluginCalls>().ActAsync(Organization.DefaultId, "greeter", "heard",
            new GraphQLPlugins.Plugins.Sdk.PluginCall(new("tester", null), new(), GraphQLPlugins.Plugins.Sdk.OptionValues.None), null, default);
        return outcome.Value!.Value.GetRawText();
    }

    /// <summary>A client of the modules' endpoints; who it is says a header, so that no test needs tokens.</summary>
    public async Task<HttpClient> ClientAsync(string? capabilities)
    {
        _web ??= await ServeAsync();
        var client = new HttpClient { BaseAddress = new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        if (capabilities is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Test", Uri.EscapeDataString(capabilities));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_web is not null) await _web.DisposeAsync();
        var runtime = Modules.Services.GetRequiredService<PluginRuntime>();
        foreach (var slot in runtime.Slots.ToList()) await runtime.UnloadAsync(slot.InstallationId);
        await runtime.WhenStoppedAsync();
        await Modules.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The endpoints on a server of their own, with the services of the host.</summary>
    private async Task<WebApplication> ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging();
        var web = builder.Build();
        var accessor = Modules.Services.GetRequiredService<Microsoft.AspNetCore.Http.IHttpContextAccessor>();
        web.Use(async (http, next) =>
        {
            await using var scope = Modules.Services.CreateAsyncScope();
            http.RequestServices = scope.ServiceProvider;
            if (http.Request.Headers.Authorization.ToString() is { Length: > 5 } header) http.User = new System.Security.Claims.ClaimsPrincipal(ModuleHost.Identity(Uri.UnescapeDataString(header[5..])));
            accessor.HttpContext = http;
            await next(http);
        });
        web.UseRouting();
        foreach (var module in Modules.Services.GetServices<IModule>()) module.MapEndpoints(new Endpoints(web, Modules.Services));
        web.UseEndpoints(_ => { });
        await web.StartAsync();
        return web;
    }

    /// <summary>Endpoints are built with the services of the modules.</summary>
    private sealed class Endpoints(IEndpointRouteBuilder inner, IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources => inner.DataSources;

        public IApplicationBuilder CreateApplicationBuilder() => inner.CreateApplicationBuilder();
    }
}
