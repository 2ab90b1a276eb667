using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Runtime;

/// <summary>Plugins that run, through the graph: uploaded, loaded again, switched and removed.</summary>
public sealed class LifecycleTests
{
    private static readonly SamplePackage Greeter = new("greeter", "1.0.0");

    [Fact]
    [Trait("Line", "G23")]
    [Trait("Line", "G42")]
    public async Task A_plugin_is_uploaded_called_loaded_again_upgraded_and_removed()
    {
        await using var host = await RuntimeHost.StartAsync();

        var installed = await host.InstallAsync(Greeter);
        Assert.Equal(("CREATED", "RUNNING", 1), (installed.GetProperty("outcome").GetString(), State(installed), Generation(installed)));
        Assert.Equal(("1.0.0", 1), await AboutAsync(host));

        await host.Catalog.RunAsync("reloadPlugin", new { input = new { name = "greeter" } });
        Assert.Equal(("1.0.0", 2), await AboutAsync(host));

        var upgraded = await host.InstallAsync(Greeter with { Version = "2.0.0" });
        Assert.Equal(("UPGRADED", 3), (upgraded.GetProperty("outcome").GetString(), Generation(upgraded)));
        Assert.Equal(("2.0.0", 3), await AboutAsync(host));

        await host.Catalog.RunAsync("rollbackPlugin", new { input = new { name = "greeter" } });
        Assert.Equal(("1.0.0", 4), await AboutAsync(host));

        await host.Catalog.RunAsync("uninstallPlugin", new { input = new { name = "greeter" } });
        Assert.Equal(PluginCallStatus.NotRunning, (await host.ActAsync("greeter", "about")).Status);
        Assert.Empty(host.Runtime.Slots);
    }

    /// <summary>The runtime's threads may hold on to the last load that they ran, so the newest may stay a while (see <see cref="LoadedCode"/>).</summary>
    [Fact]
    public async Task Disabling_stops_it_and_gives_its_memory_back_and_enabling_starts_it()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(Greeter);
        var loads = new List<WeakReference> { await CallAndDisableAsync(host, 1) };
        Assert.Equal(PluginCallStatus.NotRunning, (await host.ActAsync("greeter", "about")).Status);

        for (var generation = 2; generation <= 5; generation++)
        {
            await host.Catalog.RunAsync("enablePlugin", new { input = new { name = "greeter" } });
            loads.Add(await CallAndDisableAsync(host, generation));
        }

        await LoadedCode.AssertGivenBackAsync(loads);
    }

    [Fact]
    [Trait("Line", "G24")]
    [Trait("Line", "G25")]
    public async Task A_version_that_does_not_start_is_refused_and_the_old_one_runs_on_also_after_a_comparison()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(Greeter);

        var payload = await host.InstallAsync(Greeter with { Version = "2.0.0", Class = "ThrowsAtStart" });
        await host.Catalog.Services.GetRequiredService<PluginFollower>().FollowAllAsync(default);

        var error = payload.GetProperty("errors")[0];
        Assert.Equal(("PluginLoadFailedError", "PLUGIN_LOAD_FAILED"), (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString()));
        Assert.DoesNotContain("hunter2", payload.GetRawText());
        var installation = (await host.Catalog.RunAsync("installation", new { name = "greeter" })).GetProperty("data").GetProperty("installation");
        Assert.Equal(("1.0.0", "RUNNING", 1), (installation.GetProperty("version").GetString(), installation.GetProperty("state").GetString(), installation.GetProperty("generation").GetInt32()));
        Assert.Equal(("1.0.0", 1), await AboutAsync(host));
    }

    [Fact]
    [Trait("Line", "G24")]
    public async Task A_first_version_that_does_not_start_leaves_nothing_behind()
    {
        await using var host = await RuntimeHost.StartAsync();

        await host.InstallAsync(Greeter with { Class = "ThrowsAtStart" });

        Assert.Equal(JsonValueKind.Null, (await host.Catalog.RunAsync("installation", new { name = "greeter" })).GetProperty("data").GetProperty("installation").ValueKind);
        Assert.Empty(host.Runtime.Slots);
    }

    [Fact]
    [Trait("Line", "G34")]
    public async Task A_plugin_that_does_not_start_cannot_be_enabled()
    {
        await using var host = await RuntimeHost.StartAsync();
        Assert.Equal("DISABLED", State(await host.InstallAsync(Greeter with { Class = "ThrowsAtStart" }, activate: false)));

        var payload = (await host.Catalog.RunAsync("enablePlugin", new { input = new { name = "greeter" } })).GetProperty("data").GetProperty("enablePlugin");

        Assert.Equal("PLUGIN_LOAD_FAILED", payload.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal("DISABLED", (await host.Catalog.RunAsync("installation", new { name = "greeter" })).GetProperty("data").GetProperty("installation").GetProperty("state").GetString());
        Assert.Empty(host.Runtime.Slots);
    }

    [Fact]
    public async Task A_plugin_in_no_repository_brings_its_own_options()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(Greeter with { Options = new[] { new { key = "Greeting", type = "text" } } });

        await using var scope = host.Catalog.Services.CreateAsyncScope();
        var declared = await scope.ServiceProvider.GetRequiredService<PluginDeclarations>().FindAsync("greeter", default);

        Assert.Equal(("installed:greeter", true, true, false), (declared!.ConfKey, declared.IsRunning, declared.CanDisable, declared.ProjectDefaultEnabled));
        Assert.Equal("""[{"key":"Greeting","type":"text"}]""", declared.Declared.Template!.Value.GetRawText());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CallAndDisableAsync(RuntimeHost host, int generation)
    {
        Assert.Equal(("1.0.0", generation), await AboutAsync(host));
        var code = host.Runtime.Slots.Single().Current!.Code!;
        await host.Catalog.RunAsync("disablePlugin", new { input = new { name = "greeter" } });
        await host.Runtime.WhenStoppedAsync();
        return code;
    }

    private static async Task<(string?, int)> AboutAsync(RuntimeHost host)
    {
        var about = (await host.ActAsync("greeter", "about")).Value!.Value;
        return (about.GetProperty("Version").GetString(), about.GetProperty("Generation").GetInt32());
    }

    private static string? State(JsonElement payload) => payload.GetProperty("installation").GetProperty("state").GetString();

    private static int Generation(JsonElement payload) => payload.GetProperty("installation").GetProperty("generation").GetInt32();
}
