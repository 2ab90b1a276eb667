using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Catalog.Runtime.Hosts;
using GraphQLPlugins.Catalog.Tests.Installations;
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

    [Fact]
    public async Task A_plugin_that_does_not_start_on_one_of_several_hosts_is_broken_there_alone_until_it_runs_on_none()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(new SamplePackage("greeter", "1.0.0"));
        await using var able = host.AnotherHost(("Catalog:Runtime:HostName", "able"));
        await using var unable = host.AnotherHost(("Catalog:Runtime:HostName", "unable"), ("Catalog:Runtime:InProcess", "false"));

        await HostingOf(unable).StartAsync(default);
        Assert.Equal("BROKEN [unable BROKEN IN_PROCESS_OFF]", await HostsAsync(host));
        await HostingOf(able).StartAsync(default);
        Assert.Equal("RUNNING [able RUNNING, unable BROKEN IN_PROCESS_OFF]", await HostsAsync(host));
        var refused = await Assert.ThrowsAsync<MandatoryPluginsException>(async () =>
        {
            await host.Catalog.RunAsync("updatePolicy", new { input = new { mandatoryPlugins = new[] { "greeter" } } });
            await using var strict = host.AnotherHost(("Catalog:Runtime:HostName", "strict"), ("Catalog:Runtime:InProcess", "false"));
            await HostingOf(strict).StartAsync(default);
        });
        Assert.Equal(["greeter"], refused.Names);
        await host.Catalog.RunAsync("updatePolicy", new { input = new { mandatoryPlugins = Array.Empty<string>() } });

        // The host where it runs goes; the one that is left says what that means.
        await HostingOf(able).StopAsync(default);
        await unable.GetRequiredService<HostReports>().RenewAsync(default);
        Assert.StartsWith("BROKEN [", await HostsAsync(host));
        await host.Catalog.RunAsync("disablePlugin", new { input = new { name = "greeter" } });
        await unable.GetRequiredService<PluginFollower>().FollowAllAsync(default);
        Assert.DoesNotContain("unable", await HostsAsync(host));
        await HostingOf(unable).StopAsync(default);
    }

    [Fact]
    public async Task A_host_that_was_not_seen_for_long_counts_no_more()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.InstallAsync(new SamplePackage("greeter", "1.0.0"));
        await using var able = host.AnotherHost(("Catalog:Runtime:HostName", "able"));
        await using var unable = host.AnotherHost(("Catalog:Runtime:HostName", "unable"), ("Catalog:Runtime:InProcess", "false"));
        await HostingOf(able).StartAsync(default);
        await HostingOf(unable).StartAsync(default);
        Assert.Equal("RUNNING [able RUNNING, unable BROKEN IN_PROCESS_OFF]", await HostsAsync(host));

        // As if the host had died: nothing is told any more, nor taken back.
        await host.Catalog.Database.ExecuteAsync("UPDATE catalog.plugin_hosts SET seen_at = now() - interval '2 minutes' WHERE name = 'able'");
        await unable.GetRequiredService<HostReports>().RenewAsync(default);
        Assert.Equal("BROKEN [unable BROKEN IN_PROCESS_OFF]", await HostsAsync(host));

        await host.Catalog.Database.ExecuteAsync("UPDATE catalog.plugin_hosts SET seen_at = now() - interval '2 days' WHERE name = 'able'");
        await unable.GetRequiredService<HostReports>().RenewAsync(default);
        Assert.Equal(1L, await host.Catalog.Database.ScalarAsync("SELECT count(*) FROM catalog.host_plugins"));
        await HostingOf(able).StopAsync(default);
        await HostingOf(unable).StopAsync(default);
    }

    [Fact]
    public async Task A_host_whose_store_lacks_a_file_fetches_it_again_or_says_that_it_cannot()
    {
        await using var server = new FileServer();
        await using var host = await RuntimeHost.StartAsync(("Egress:AllowedNetworks:0", "127.0.0.1/32"));
        var folder = Directory.CreateTempSubdirectory("another-store-");
        try
        {
            var file = new SamplePackage("greeter", "1.0.0").Pack();
            var url = server.Serve("greeter.nupkg", file);
            var installed = await host.Catalog.RunAsync("installPlugin", new { input = new { source = new { url } } });
            Assert.Equal(JsonValueKind.Null, installed.GetProperty("data").GetProperty("installPlugin").GetProperty("errors").ValueKind);
            await using var another = host.AnotherHost(
                ("Catalog:Runtime:HostName", "another"), ("Catalog:Artifacts:Directory", folder.FullName), ("Egress:AllowedNetworks:0", "127.0.0.1/32"));

            server.Serve("greeter.nupkg", [.. file, 0]);
            await HostingOf(another).StartAsync(default);
            Assert.Equal("BROKEN [another BROKEN FILE_MISSING]", await HostsAsync(host));
            Assert.Contains("the file's sha-256 is", (await InstallationAsync(host)).LastErrorMessage!.ToLowerInvariant());
            Assert.Empty(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
            await HostingOf(another).StopAsync(default);

            server.Serve("greeter.nupkg", file);
            await using var third = host.AnotherHost(
                ("Catalog:Runtime:HostName", "third"), ("Catalog:Artifacts:Directory", folder.FullName), ("Egress:AllowedNetworks:0", "127.0.0.1/32"));
            await HostingOf(third).StartAsync(default);
            Assert.Equal("RUNNING [third RUNNING]", await HostsAsync(host));
            Assert.Single(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
            await HostingOf(third).StopAsync(default);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> HostsAsync(RuntimeHost host)
    {
        var installation = (await host.Catalog.RunAsync("installation", new { name = "greeter" })).GetProperty("data").GetProperty("installation");
        var hosts = installation.GetProperty("hosts").EnumerateArray().Select(on => string.Join(' ', new[] { "host", "state", "errorCode" }.Select(member => on.GetProperty(member).GetString()).OfType<string>()));
        return $"{installation.GetProperty("state").GetString()} [{string.Join(", ", hosts)}]";
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
