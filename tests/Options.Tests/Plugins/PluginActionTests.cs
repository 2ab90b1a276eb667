using System.Text.Json;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>Actions of plugins through the graph (P27).</summary>
public sealed class PluginActionTests : IAsyncLifetime
{
    private GreeterHost _host = null!;

    public async Task InitializeAsync() => _host = await GreeterHost.StartAsync(("Catalog:Runtime:CallTimeout", "00:00:00.5"), ("Catalog:Runtime:StopTimeout", "00:00:00.2"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P27")]
    [Trait("Line", "O18")]
    public async Task An_action_runs_with_the_options_of_the_project_and_is_audited()
    {
        await _host.RunAsync();
        var project = await _host.ProjectAsync();
        await _host.SetAsync("Greeting", "Servus", new { kind = "PROJECT", projectId = project });

        var payload = await ActAsync("greeter", "greet", project, new { name = "you" });

        Assert.Equal("Servus, you", payload.GetProperty("result").GetString());
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        await using var db = await _host.Modules.Services.GetRequiredService<IDbContextFactory<KernelDb>>().CreateDbContextAsync();
        Assert.Equal(["greeter:greet"], await db.AuditEntries.Where(a => a.Action == "pluginAction").Select(a => a.Target).ToListAsync());
    }

    [Fact]
    [Trait("Line", "P27")]
    public async Task An_action_that_is_not_there_is_not_supported_and_not_audited()
    {
        await _host.RunAsync();

        var error = Error(await ActAsync("greeter", "fly", await _host.ProjectAsync()));

        Assert.Equal(("ActionNotSupportedError", "ACTION_NOT_SUPPORTED", "The plugin 'greeter' has no action 'fly'."), error);
        await using var db = await _host.Modules.Services.GetRequiredService<IDbContextFactory<KernelDb>>().CreateDbContextAsync();
        Assert.False(await db.AuditEntries.AnyAsync(a => a.Action == "pluginAction"));
    }

    [Fact]
    public async Task A_refusal_of_the_plugin_is_an_error_in_its_words()
    {
        await _host.RunAsync();

        var error = Error(await ActAsync("greeter", "greet", await _host.ProjectAsync()));

        Assert.Equal(("PluginRefusedError", "PLUGIN_REFUSED", "Whom shall I greet? Give a name."), error);
    }

    [Theory]
    [InlineData("throw", "PluginFailedError", "PLUGIN_FAILED", "The plugin 'quiet' did not do it: The plugin failed.")]
    [InlineData("hang", "UpstreamUnavailableError", "UPSTREAM_UNAVAILABLE", "The plugin 'quiet' is not available: The plugin did not answer within 0.5 s.")]
    public async Task A_plugin_that_fails_or_hangs_is_told_apart(string action, string type, string code, string message)
    {
        await _host.RunAsync("quiet", "Misbehaving");

        Assert.Equal((type, code, message), Error(await ActAsync("quiet", action, await _host.ProjectAsync("quiet"))));
    }

    [Fact]
    public async Task A_plugin_must_run_and_be_enabled_in_the_project()
    {
        await _host.RunAsync();
        var off = await _host.ProjectAsync(enabled: false);

        Assert.Equal("PLUGIN_NOT_ENABLED", Error(await ActAsync("greeter", "greet", off)).Code);
        Assert.Equal("PLUGIN_NOT_FOUND", Error(await ActAsync("nobody", "greet", off)).Code);
        await _host.Modules.RunAsync("disablePlugin", new { input = new { name = "greeter" } });
        Assert.Equal("PLUGIN_NOT_RUNNING", Error(await ActAsync("greeter", "greet", off)).Code);
    }

    [Fact]
    public async Task A_rehearsal_does_not_call_the_plugin_and_leaves_no_entry()
    {
        await _host.RunAsync();
        var input = new { pluginId = "greeter", projectId = await _host.ProjectAsync(), action = "greet", payload = (object?)null, dryRun = true };

        var payload = (await _host.Modules.RunAsync("pluginAction", new { input })).GetProperty("data").GetProperty("pluginAction");

        // The plugin itself would refuse.
        Assert.Equal(("null", "null"), (payload.GetProperty("errors").GetRawText(), payload.GetProperty("result").GetRawText()));
        Assert.Equal(0L, await _host.Modules.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'pluginAction'"));
    }

    [Fact]
    public async Task Whoever_may_only_read_runs_no_action()
    {
        await _host.RunAsync();
        _host.Modules.Caller = ModuleHost.Identity("options:read");

        var answer = await _host.Modules.RunAsync("pluginAction", new { input = new { pluginId = "greeter", action = "greet" } });

        Assert.Equal("AUTH_NOT_AUTHORIZED", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private async Task<JsonElement> ActAsync(string plugin, string action, string? project, object? payload = null) =>
        (await _host.Modules.RunAsync("pluginAction", new { input = new { pluginId = plugin, projectId = project, action, payload } })).GetProperty("data").GetProperty("pluginAction");

    private static (string? Type, string? Code, string? Message) Error(JsonElement payload)
    {
        var error = payload.GetProperty("errors")[0];
        return (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString(), error.GetProperty("message").GetString());
    }
}
