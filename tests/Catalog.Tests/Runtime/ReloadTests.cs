using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Catalog.Tests.Runtime;

/// <summary>One load takes another's place.</summary>
public sealed class ReloadTests
{
    private static readonly Guid Installation = Guid.CreateVersion7();

    [Fact]
    [Trait("Line", "G39")]
    public async Task None_of_ten_thousand_concurrent_calls_is_dropped_by_hot_swaps()
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:MaxWaitingCalls", "100000"), ("Catalog:Runtime:CallTimeout", "00:05:00"));
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);

        var calls = Enumerable.Range(0, 10_000).Select(i => Task.Run(() => host.ActAsync("greeter", "greet", new { name = $"n{i}" }))).ToArray();
        for (var generation = 2; generation <= 5; generation++) await host.LoadAsync(new SamplePackage("greeter", $"{generation}.0.0"), Installation, generation);
        var answers = await Task.WhenAll(calls);
        await host.Runtime.WhenStoppedAsync();

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $", n{i}"), answers.Select(a => a.Value?.GetString() ?? a.ToString()));
        Assert.Equal("5.0.0", host.Calls.Find(Organization.DefaultId, "greeter")!.Version);
    }

    [Fact]
    public async Task A_call_that_runs_ends_on_the_old_load_while_new_calls_go_to_the_new_one()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0") { Class = "Gate" }, Installation, 1);
        var running = host.ActAsync("greeter", "wait");
        await host.ActAsync("greeter", "entered");

        await host.LoadAsync(new SamplePackage("greeter", "2.0.0") { Class = "Gate" }, Installation, 2);

        Assert.Equal("2.0.0", (await host.ActAsync("greeter", "version")).Value!.Value.GetString());
        Assert.False(running.IsCompleted);
        File.WriteAllText(GateFile("greeter", "1.0.0"), "");
        Assert.Equal("1.0.0", (await running).Value!.Value.GetString());
        File.Delete(GateFile("greeter", "1.0.0"));
    }

    [Fact]
    [Trait("Line", "G39")]
    public async Task In_restart_mode_the_old_load_stops_before_the_new_one_starts()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);
        var old = host.Runtime.Find(Installation)!.Current!;

        var activation = await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "2.0.0"), Installation, 2, ReloadMode.Restart), default);

        Assert.Null(old.Contributions);
        Assert.Equal(PluginCallStatus.Busy, (await host.ActAsync("greeter", "about")).Status);
        await activation.CommitAsync();
        Assert.Equal("2.0.0", host.Calls.Find(Organization.DefaultId, "greeter")!.Version);
    }

    [Fact]
    [Trait("Line", "G25")]
    public async Task In_restart_mode_the_old_version_is_back_when_the_new_one_does_not_start_or_does_not_commit()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
            await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "2.0.0") { Class = "ThrowsAtStart" }, Installation, 2, ReloadMode.Restart), default));
        Assert.Equal("1.0.0", About(await host.ActAsync("greeter", "about")));

        var activation = await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "2.0.0"), Installation, 2, ReloadMode.Restart), default);
        await activation.AbandonAsync();
        Assert.Equal("1.0.0", About(await host.ActAsync("greeter", "about")));
    }

    [Fact]
    public async Task An_activation_that_commits_after_a_later_one_gives_way()
    {
        await using var host = await RuntimeHost.StartAsync();
        var slow = await host.Activator.PrepareAsync(await host.StartOfAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1), default);
        await host.LoadAsync(new SamplePackage("greeter", "2.0.0"), Installation, 2);

        await slow.CommitAsync();

        Assert.Equal("2.0.0", host.Calls.Find(Organization.DefaultId, "greeter")!.Version);
    }

    [Fact]
    [Trait("Line", "G51")]
    public async Task The_new_load_hears_whose_place_it_took()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);
        await host.LoadAsync(new SamplePackage("greeter", "2.0.0"), Installation, 2);
        await host.Runtime.WhenStoppedAsync();

        Assert.Equal("""["took over from 1.0.0"]""", (await host.ActAsync("greeter", "heard")).Value!.Value.GetRawText());
    }

    private static string About(PluginOutcome<JsonElement?> outcome) => outcome.Value!.Value.GetProperty("Version").GetString()!;

    private static string GateFile(string plugin, string version) => Path.Combine(Path.GetTempPath(), $"{plugin}-{version}.gate");
}
