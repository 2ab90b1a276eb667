using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Catalog.Tests.Runtime;

/// <summary>Starting, stopping, and what a plugin that does neither well can do to the host.</summary>
public sealed class LoadTests
{
    private static readonly Guid Installation = Guid.CreateVersion7();

    [Fact]
    [Trait("Line", "G23")]
    public async Task A_package_that_names_a_class_runs_once_its_activation_commits()
    {
        await using var host = await RuntimeHost.StartAsync();
        var activation = await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1), default);

        Assert.Equal(PluginCallStatus.NotRunning, (await host.ActAsync("greeter", "about")).Status);
        await activation.CommitAsync();

        var about = (await host.ActAsync("greeter", "about")).Value!.Value;
        Assert.Equal("""{"PluginId":"greeter","Version":"1.0.0","Generation":1,"Instances":1}""", about.GetRawText());
    }

    [Fact]
    public async Task What_was_prepared_and_abandoned_never_serves()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);
        var activation = await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "2.0.0"), Installation, 2), default);

        await activation.AbandonAsync();

        Assert.Equal(1, host.Calls.Find(Organization.DefaultId, "greeter")!.Generation);
    }

    [Fact]
    public async Task A_file_without_an_entry_does_not_run_and_is_no_fault()
    {
        await using var host = await RuntimeHost.StartAsync();

        var activation = await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "1.0.0") { Class = null }, Installation, 1), default);

        Assert.Same(PassiveActivation.Instance, activation);
        Assert.Empty(host.Runtime.Slots);
    }

    [Theory]
    [Trait("Line", "G24")]
    [InlineData("ThrowsAtStart", "START_FAILED", "It failed while it started (InvalidOperationException); the host's log says more under its name.")]
    [InlineData("RefusesToStart", "START_REFUSED", "It needs a licence.")]
    [InlineData("HangsAtStart", "START_TIMED_OUT", "It did not start within 0.3 s.")]
    [InlineData("NoPlugin", "ENTRY_INVALID", "The class 'GraphQLPlugins.SamplePlugin.NoPlugin' is not there, is no plugin, or has no public constructor without parameters.")]
    [InlineData("NotThere", "ENTRY_INVALID", "The class 'GraphQLPlugins.SamplePlugin.NotThere' is not there, is no plugin, or has no public constructor without parameters.")]
    public async Task A_plugin_that_does_not_start_is_refused_without_its_inside_and_the_old_one_serves(string @class, string cause, string reason)
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:StartTimeout", "00:00:00.3"));
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);
        var start = await host.StartOfAsync(new SamplePackage("greeter", "2.0.0") { Class = @class }, Installation, 2);

        var refusal = await Assert.ThrowsAsync<PluginLoadFailedException>(() => host.Activator.PrepareAsync(start, default));

        Assert.Equal((cause, reason), (refusal.Cause, refusal.Reason));
        Assert.Equal("1.0.0", host.Calls.Find(Organization.DefaultId, "greeter")!.Version);
    }

    [Theory]
    [InlineData("2.0", "SDK_INCOMPATIBLE", "It needs version 2.0 of the plugin SDK; this host has 1.0.")]
    [InlineData("1.7", "SDK_INCOMPATIBLE", "It needs version 1.7 of the plugin SDK; this host has 1.0.")]
    [InlineData("new", "MANIFEST_INVALID", "plugin.json: 'new' is no version of the SDK.")]
    public async Task A_package_for_another_sdk_is_refused_before_its_code_runs(string sdk, string cause, string reason)
    {
        await using var host = await RuntimeHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginLoadFailedException>(async () =>
            await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "1.0.0") { Sdk = sdk }, Installation, 1), default));

        Assert.Equal((cause, reason), (fault.Cause, fault.Reason));
    }

    [Fact]
    public async Task A_package_with_native_libraries_is_refused()
    {
        await using var host = await RuntimeHost.StartAsync();
        var package = new SamplePackage("greeter", "1.0.0") { Files = new Dictionary<string, byte[]> { ["runtimes/linux-x64/native/libgreet.so"] = [1, 2, 3] } };

        var fault = await Assert.ThrowsAsync<PluginLoadFailedException>(async () => await host.Activator.PrepareAsync(await host.StartOfAsync(package, Installation, 1), default));

        Assert.Equal("NATIVE_LIBRARY_REFUSED", fault.Cause);
    }

    [Fact]
    public async Task A_package_that_unpacks_to_more_than_allowed_is_refused()
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:MaxUnpackedBytes", "100000"));
        var package = new SamplePackage("greeter", "1.0.0") { Files = new Dictionary<string, byte[]> { ["lib/net10.0/Big.dll"] = new byte[200_000] } };

        var fault = await Assert.ThrowsAsync<PluginLoadFailedException>(async () => await host.Activator.PrepareAsync(await host.StartOfAsync(package, Installation, 1), default));

        Assert.Equal("PACKAGE_TOO_LARGE", fault.Cause);
    }

    [Fact]
    public async Task A_host_that_may_not_load_code_says_so_and_what_to_do()
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:InProcess", "false"));

        var fault = await Assert.ThrowsAsync<PluginLoadFailedException>(async () =>
            await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1), default));

        Assert.Equal(("IN_PROCESS_OFF", "This host runs no plugins in its process (Catalog:Runtime:InProcess). Install it as a remote plugin."), (fault.Cause, fault.Reason));
    }

    [Fact]
    public async Task A_plugin_sees_the_framework_and_its_package_and_nothing_of_the_server()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("bad", "1.0.0") { Class = "Misbehaving" }, Installation, 1);

        Assert.Equal("""{"mediator":false,"json":true}""", (await host.ActAsync("bad", "look")).Value!.Value.GetRawText());
        Assert.Equal(PluginCallStatus.Failed, (await host.ActAsync("bad", "native")).Status);
    }

    [Fact]
    [Trait("Line", "P15")]
    public async Task What_a_plugin_throws_where_nobody_catches_does_not_end_the_host()
    {
        await using var host = await RuntimeHost.StartAsync();
        StrayExceptions.Contain(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await host.LoadAsync(new SamplePackage("bad", "1.0.0") { Class = "Misbehaving" }, Installation, 1);

        Assert.Equal(PluginCallStatus.Done, (await host.ActAsync("bad", "stray")).Status);

        Assert.Equal("pong", (await host.ActAsync("bad", "ping")).Value!.Value.GetString());
    }

    [Fact]
    public async Task Memory_goes_back_when_plugins_that_were_used_are_stopped()
    {
        await using var host = await RuntimeHost.StartAsync();
        var loads = new List<WeakReference>();
        for (var generation = 1; generation <= 8; generation++) loads.Add(await UseAndStopAsync(host, generation));

        await LoadedCode.AssertGivenBackAsync(loads);
    }

    [Fact]
    public async Task A_plugin_that_hangs_at_its_stop_is_abandoned()
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:StopTimeout", "00:00:00.2"));
        await host.LoadAsync(new SamplePackage("slow", "1.0.0") { Class = "HangsAtStop" }, Installation, 1);

        await host.Runtime.UnloadAsync(Installation);
        await host.Runtime.WhenStoppedAsync();

        Assert.Equal(PluginCallStatus.NotRunning, (await host.ActAsync("slow", "ping")).Status);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAndStopAsync(RuntimeHost host, int generation)
    {
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, generation);
        Assert.Equal(PluginCallStatus.Done, (await host.ActAsync("greeter", "about")).Status);
        Assert.Equal(PluginCallStatus.Done, (await host.ActAsync("greeter", "greet", new { name = "you" })).Status);
        Assert.Equal(PluginCallStatus.Refused, (await host.ActAsync("greeter", "greet")).Status);
        var code = host.Runtime.Find(Installation)!.Current!.Code!;
        await host.Runtime.UnloadAsync(Installation);
        await host.Runtime.WhenStoppedAsync();
        return code;
    }
}
