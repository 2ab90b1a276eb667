using System.Diagnostics.Metrics;
using System.Text;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Tests.Runtime;

/// <summary>How calls end, and what bounds them.</summary>
public sealed class CallTests
{
    private static readonly Guid Installation = Guid.CreateVersion7();
    private static readonly SamplePackage Bad = new("bad", "1.0.0") { Class = "Misbehaving" };

    [Fact]
    [Trait("Line", "P15")]
    public async Task A_callback_that_throws_ends_as_a_failure_that_tells_nothing()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(Bad, Installation, 1);

        var outcome = await host.ActAsync("bad", "throw");

        Assert.Equal((PluginCallStatus.Failed, "The plugin failed."), (outcome.Status, outcome.Message));
        Assert.Equal("pong", (await host.ActAsync("bad", "ping")).Value!.Value.GetString());
    }

    [Fact]
    public async Task A_refusal_of_the_plugin_reaches_the_caller_in_its_words()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);

        var outcome = await host.ActAsync("greeter", "greet");

        Assert.Equal((PluginCallStatus.Refused, "Whom shall I greet? Give a name."), (outcome.Status, outcome.Message));
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("block")]
    public async Task A_call_that_hangs_ends_in_time_and_keeps_its_place(string action)
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:CallTimeout", "00:00:00.3"), ("Catalog:Runtime:StopTimeout", "00:00:00.2"), ("Catalog:Runtime:MaxConcurrentCalls", "2"));
        await host.LoadAsync(Bad, Installation, 1);

        var first = await Task.WhenAll(host.ActAsync("bad", action), host.ActAsync("bad", action));
        var next = await host.ActAsync("bad", "ping");

        Assert.All(first, outcome => Assert.Equal((PluginCallStatus.TimedOut, "The plugin did not answer within 0.3 s."), (outcome.Status, outcome.Message)));
        Assert.Equal((PluginCallStatus.Busy, "The plugin has as many calls as it may have."), (next.Status, next.Message));
    }

    [Fact]
    public async Task More_calls_than_may_wait_are_turned_away()
    {
        await using var host = await RuntimeHost.StartAsync(
            ("Catalog:Runtime:CallTimeout", "00:00:01"), ("Catalog:Runtime:StopTimeout", "00:00:00.2"), ("Catalog:Runtime:MaxConcurrentCalls", "1"), ("Catalog:Runtime:MaxWaitingCalls", "0"));
        await host.LoadAsync(Bad, Installation, 1);
        var hanging = host.ActAsync("bad", "hang");

        Assert.Equal(PluginCallStatus.Busy, (await host.ActAsync("bad", "ping")).Status);
        Assert.Equal(PluginCallStatus.TimedOut, (await hanging).Status);
    }

    [Fact]
    public async Task After_failures_in_a_row_the_plugin_is_left_alone()
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:BreakerFailures", "3"), ("Catalog:Runtime:BreakerPause", "01:00:00"));
        await host.LoadAsync(Bad, Installation, 1);
        for (var i = 0; i < 3; i++) await host.ActAsync("bad", "throw");

        var outcome = await host.ActAsync("bad", "ping");

        Assert.Equal((PluginCallStatus.Busy, "The plugin failed too often and is left alone for a while."), (outcome.Status, outcome.Message));
    }

    [Fact]
    public async Task Requests_and_answers_have_a_size()
    {
        await using var host = await RuntimeHost.StartAsync(("Catalog:Runtime:MaxRequestBytes", "2048"), ("Catalog:Runtime:MaxResponseBytes", "4096"));
        await host.LoadAsync(Bad, Installation, 1);

        var sent = await host.ActAsync("bad", "ping", new string('x', 2047));
        var got = await host.ActAsync("bad", "huge");

        Assert.Equal((PluginCallStatus.TooLarge, "A request to a plugin may have 2048 bytes."), (sent.Status, sent.Message));
        Assert.Equal((PluginCallStatus.TooLarge, "The plugin's answer is larger than allowed."), (got.Status, got.Message));
        Assert.Equal(PluginCallStatus.Done, (await host.ActAsync("bad", "ping", new string('x', 2046))).Status);
    }

    [Fact]
    public async Task What_is_not_offered_is_told_apart_from_what_does_not_run()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(Bad, Installation, 1);

        Assert.Equal(PluginCallStatus.NotOffered, (await host.ActAsync("bad", "fly")).Status);
        Assert.Equal(PluginCallStatus.NotRunning, (await host.ActAsync("good", "fly")).Status);
        Assert.Equal(PluginCallStatus.NotOffered, (await host.Calls.TestAsync(Organization.DefaultId, "bad", RuntimeHost.Call(), default)).Status);
    }

    [Fact]
    public async Task A_plugin_of_one_organization_does_not_run_for_another()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(Bad, Installation, 1);

        Assert.Null(host.Calls.Find(Guid.CreateVersion7(), "bad"));
    }

    [Fact]
    public async Task Views_get_the_request_and_give_a_page()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);
        var call = RuntimeHost.Call();
        var echo = new ViewRequest(call, "POST", "echo", new Dictionary<string, string>(), "text/csv", Encoding.UTF8.GetBytes("a,b"));

        var page = (await host.Calls.ViewAsync(Organization.DefaultId, "greeter", echo, default)).Value!;
        var group = (await host.Calls.ViewAsync(Organization.DefaultId, "greeter", echo with { Call = call with { Scope = new PluginScope(GroupId: "g1") } }, default)).Value!;

        Assert.Equal(("text/csv", "a,b"), (page.ContentType, Encoding.UTF8.GetString(page.Body.Span)));
        Assert.Equal("group g1", Encoding.UTF8.GetString(group.Body.Span));
    }

    [Fact]
    public async Task Calls_are_measured_by_plugin_kind_and_outcome()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(Bad, Installation, 1);
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "plugin.call.duration") l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var text = string.Join(' ', tags.ToArray().Select(t => t.Value));
            lock (seen) seen.Add(text);
        });
        listener.Start();

        await host.ActAsync("bad", "throw");

        lock (seen) Assert.Contains("bad action Failed", seen);
    }

    [Fact]
    public async Task The_plugin_reaches_other_hosts_only_where_the_egress_rules_allow()
    {
        await using var host = await RuntimeHost.StartAsync();
        await host.LoadAsync(new SamplePackage("greeter", "1.0.0"), Installation, 1);

        var outcome = await host.ActAsync("greeter", "fetch", "http://127.0.0.1:1/");

        Assert.Equal(PluginCallStatus.Failed, outcome.Status);
    }
}
