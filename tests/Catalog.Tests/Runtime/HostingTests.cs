using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Catalog.Tests.Runtime;

/// <summary>What runs when a host starts, and when another one changes it.</summary>
public sealed class HostingTests
{
    [Fact]
    [Trait("Line", "G48")]
    public async Task A_host_starts_what_is_in_use_by_priority_and_name()
    {
        await using var host = await RuntimeHost.StartAsync();
        foreach (var (id, priority) in new[] { ("b", 0), ("c", 5), ("a", 0), ("off", 9) }) await host.InstallAsync(new SamplePackage(id, "1.0.0") { LoadPriority = priority });
        await host.Catalog.RunAsync("disablePlugin", new { input = new { name = "off" } });
        await using var another = host.AnotherHost();

        var order = await another.GetRequiredService<PluginFollower>().StartOrderAsync(default);
        await HostingOf(another).StartAsync(default);

        Assert.Equal(["c", "a", "b"], order.Select(start => start.Name));
        Assert.Equal(["1.0.0", "1.0.0", "1.0.0", null], new[] { "a", "b", "c", "off" }.Select(id => another.GetRequiredService<PluginCalls>().Find(Organization.DefaultId, id)?.Version));
        await HostingOf(another).StopAsync(default);
        Assert.Empty(another.GetRequiredService<PluginRuntime>().Slots);
    }

    [Fact]
    public async Task A_plugin_that_does_not_start_with_the_host_is_broken_until_it_does()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(new SamplePackage("greeter", "1.0.0"));
        await using (var unable = host.AnotherHost(("Catalog:Runtime:InProcess", "false")))
        {
            await HostingOf(unable).StartAsync(default);
            await HostingOf(unable).StopAsync(default);
        }
        var broken = await InstallationAsync(host);
        Assert.Equal((InstallationState.Broken, "IN_PROCESS_OFF", "This host runs no plugins in its process (Catalog:Runtime:InProcess). Install it as a remote plugin."),
            (broken.State, broken.LastErrorCode, broken.LastErrorMessage));

        await using var able = host.AnotherHost();
        await HostingOf(able).StartAsync(default);

        var repaired = await InstallationAsync(host);
        Assert.Equal((InstallationState.Running, (string?)null), (repaired.State, repaired.LastErrorCode));
        Assert.Equal(1, able.GetRequiredService<PluginCalls>().Find(Organization.DefaultId, "greeter")!.Generation);
        await HostingOf(able).StopAsync(default);
    }

    [Fact]
    [Trait("Line", "G44")]
    public async Task A_mandatory_plugin_that_does_not_start_keeps_the_host_from_starting()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(new SamplePackage("greeter", "1.0.0"));
        await host.Catalog.RunAsync("updatePolicy", new { input = new { mandatoryPlugins = new[] { "greeter", "absent" } } });
        await using var unable = host.AnotherHost(("Catalog:Runtime:InProcess", "false"));
        await using var lenient = host.AnotherHost(("Catalog:Runtime:InProcess", "false"), ("Catalog:Runtime:RequireMandatory", "false"));

        var refused = await Assert.ThrowsAsync<MandatoryPluginsException>(() => HostingOf(unable).StartAsync(default));
        await HostingOf(lenient).StartAsync(default);

        Assert.Equal(["greeter", "absent"], refused.Names);
        await HostingOf(lenient).StopAsync(default);
    }

    [Fact]
    public async Task A_host_follows_what_another_one_changes()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(new SamplePackage("greeter", "1.0.0"));
        await using var another = host.AnotherHost(("Catalog:Runtime:FollowInterval", "00:00:01"));
        await HostingOf(another).StartAsync(default);
        PluginOffer? Offer() => another.GetRequiredService<PluginCalls>().Find(Organization.DefaultId, "greeter");
        Assert.Equal(1, Offer()!.Generation);

        await host.InstallAsync(new SamplePackage("greeter", "2.0.0"));
        await UntilAsync(() => Offer() is { Version: "2.0.0", Generation: 2 });
        await host.Catalog.RunAsync("disablePlugin", new { input = new { name = "greeter" } });
        await UntilAsync(() => Offer() is null);
        await host.Catalog.RunAsync("enablePlugin", new { input = new { name = "greeter" } });
        await UntilAsync(() => Offer() is { Generation: 3 });

        await HostingOf(another).StopAsync(default);
    }

    private static PluginHosting HostingOf(IServiceProvider services) => services.GetServices<IHostedService>().OfType<PluginHosting>().Single();

    private static Task<PluginInstallation> InstallationAsync(RuntimeHost host) => host.Catalog.ReadAsync(db => db.Installations.SingleAsync());

    /// <summary>Another host's time is its own; a minute is more than it takes.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var round = 0; round < 600 && !condition(); round++) await Task.Delay(100);
        Assert.True(condition());
    }
}
