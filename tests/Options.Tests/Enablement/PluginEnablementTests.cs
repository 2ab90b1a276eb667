using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options.Tests.Projects;
using static GraphQLPlugins.Options.Tests.Projects.ProjectsHost;

namespace GraphQLPlugins.Options.Tests.Enablement;

public sealed class PluginEnablementTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await ProjectsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P10")]
    [Trait("Line", "4.1")]
    public async Task A_plugin_works_when_all_three_switches_are_on_and_the_first_that_is_off_is_the_reason()
    {
        Assert.Equal((false, "NOT_RUNNING", "DEFAULT", null), await ReasonAsync("other"));

        await _host.InstallAsync("other");
        Assert.Equal((true, "ON_BY_DEFAULT", "DEFAULT", null), await ReasonAsync("other"));

        await _host.SwitchAsync("other", true, null);
        Assert.Equal((true, "SWITCHED_ON", "INSTANCE", "instance"), await ReasonAsync("other"));

        await _host.RunAsync("disablePlugin", new { input = new { name = "other" } });
        Assert.Equal((false, "NOT_RUNNING", "INSTANCE", "instance"), await ReasonAsync("other"));

        await _host.RunAsync("enablePlugin", new { input = new { name = "other" } });
        Assert.Equal((true, "SWITCHED_ON", "INSTANCE", "instance"), await ReasonAsync("other"));

        await _host.Database.ExecuteAsync("UPDATE catalog.plugins SET state = 'Disabled' WHERE plugin_id = 'other'");
        Assert.Equal((false, "CATALOG_DISABLED", "INSTANCE", "instance"), await ReasonAsync("other"));
    }

    [Fact]
    [Trait("Line", "P10")]
    public async Task What_nobody_switched_is_as_its_publisher_says()
    {
        var project = In(await _host.ProjectAsync("web"));

        Assert.Equal((true, "ON_BY_DEFAULT", "DEFAULT", null), await ReasonAsync("board", project));
        Assert.Equal((false, "OFF_BY_DEFAULT", "DEFAULT", null), await ReasonAsync("zoo", project));
        Assert.Equal((true, "ALWAYS_ENABLED", "DEFAULT", null), await ReasonAsync("core", project));
    }

    [Fact]
    [Trait("Line", "P10")]
    public async Task Outside_of_projects_what_runs_is_on_until_somebody_says_otherwise()
    {
        await _host.BecomePersonAsync();

        foreach (var scope in (object?[])[null, new { kind = "ORGANIZATION" }, new { kind = "USER" }])
            Assert.Equal((true, "ON_BY_DEFAULT", "DEFAULT", null), await ReasonAsync("zoo", scope));
        await _host.SwitchAsync("zoo", false, new { kind = "ORGANIZATION" });
        Assert.Equal((false, "SWITCHED_OFF"), (await ReasonAsync("zoo", new { kind = "USER" })) is var (on, why, _, _) ? (on, why) : default);
        Assert.True((await ReasonAsync("zoo")).IsEnabled);
    }

    [Fact]
    [Trait("Line", "P10")]
    public async Task Off_at_the_instance_is_off_everywhere()
    {
        var project = await _host.ProjectAsync("web");
        await _host.SwitchAsync("zoo", true, In(project));
        await _host.SetAsync("zoo", "Key", "secret", In(project));
        Assert.Equal(["board", "core", "zoo"], await EnabledAsync());

        await _host.SwitchAsync("zoo", false, null);
        await _host.SetAsync("core", "enabled", false, null);

        Assert.Equal((false, "SWITCHED_OFF", "INSTANCE", "instance"), await ReasonAsync("zoo", In(project)));
        Assert.Equal((false, "SWITCHED_OFF", "INSTANCE", "instance"), await ReasonAsync("core", In(project)));
        Assert.Equal(["board"], await EnabledAsync());
        var configured = (await _host.RunAsync("configuredProjects", new { pluginIds = new[] { "zoo" } })).GetProperty("data").GetProperty("configuredProjects")[0].GetProperty("projects").GetProperty("nodes")[0];
        Assert.False(configured.GetProperty("enabled").GetBoolean());

        await _host.SwitchAsync("zoo", true, null);
        Assert.True((await ReasonAsync("zoo", In(project))).IsEnabled);

        async Task<string[]> EnabledAsync() => [.. (await _host.RunAsync("projectPlugins", new { projectId = project, enabled = true }))
            .GetProperty("data").GetProperty("projectPlugins").GetProperty("nodes").EnumerateArray().Select(plugin => plugin.GetProperty("pluginId").GetString()!).Order(StringComparer.Ordinal)];
    }

    [Fact]
    [Trait("Line", "P9")]
    [Trait("Line", "P10")]
    public async Task The_switch_is_the_option_enabled_and_the_innermost_scope_that_says_anything_counts()
    {
        var person = await _host.BecomePersonAsync();
        var project = await _host.ProjectAsync("web");
        var inner = await _host.ProjectAsync("api", project);
        var (user, userThere) = (new { kind = "USER" }, new { kind = "USER", projectId = inner });

        await _host.SwitchAsync("zoo", true, null);
        Assert.Equal((true, "SWITCHED_ON", "INSTANCE", "instance"), await ReasonAsync("zoo", userThere));
        await _host.SwitchAsync("zoo", false, new { kind = "ORGANIZATION" });
        Assert.Equal((false, "SWITCHED_OFF", "ORGANIZATION"), (await ReasonAsync("zoo", In(inner))) is var (on, why, at, _) ? (on, why, at) : default);
        await _host.SwitchAsync("zoo", true, In(project));
        Assert.Equal((true, "SWITCHED_ON", "PROJECT"), (await ReasonAsync("zoo", In(inner))) is var (on2, why2, at2, _) ? (on2, why2, at2) : default);
        await _host.SwitchAsync("zoo", false, user);
        Assert.Equal((false, "SWITCHED_OFF", "USER", $"user:{person:N}"), await ReasonAsync("zoo", user));
        Assert.Equal((false, "SWITCHED_OFF", "USER", $"user:{person:N}"), await ReasonAsync("zoo", userThere));
        await _host.SwitchAsync("zoo", true, userThere);
        Assert.True((await ReasonAsync("zoo", userThere)).IsEnabled);
        Assert.False((await ReasonAsync("zoo", user)).IsEnabled);
        Assert.True((await ReasonAsync("zoo", In(inner))).IsEnabled);

        Assert.True((await _host.RunAsync("isPluginEnabled", new { pluginId = "zoo", scope = userThere })).GetProperty("data").GetProperty("isPluginEnabled").GetBoolean());
        Assert.False((await _host.RunAsync("isPluginEnabled", new { pluginId = "zoo", scope = user })).GetProperty("data").GetProperty("isPluginEnabled").GetBoolean());
        Assert.True((await _host.RunAsync("isPluginEnabled", new { pluginId = "zoo", projectId = inner })).GetProperty("data").GetProperty("isPluginEnabled").GetBoolean());
        Assert.Equal("projectId: Of projectId and scope only one may be given.",
            (await _host.RunAsync("isPluginEnabled", new { pluginId = "zoo", projectId = inner, scope = user })).GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal("true", await _host.Database.ScalarAsync("SELECT json::text FROM options.option_values WHERE storage_key = 'zoo:enabled' AND scope_key = 'instance'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Line", "P18")]
    public async Task What_is_always_enabled_can_be_switched_neither_on_nor_off(bool enabled)
    {
        var project = await _host.ProjectAsync("web");

        var error = (await _host.RunAsync("setPluginEnabled", new { input = new { pluginId = "core", enabled, scope = In(project) } })).GetProperty("data").GetProperty("setPluginEnabled").GetProperty("errors")[0];

        Assert.Equal("PluginAlwaysEnabledError", error.GetProperty("__typename").GetString());
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values"));
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'setPluginEnabled'"));
    }

    [Fact]
    [Trait("Line", "P18")]
    public async Task Switching_leaves_an_entry_in_the_audit_that_says_which_way()
    {
        var project = await _host.ProjectAsync("web");

        await _host.SwitchAsync("zoo", true, In(project));
        await _host.SwitchAsync("zoo", false, In(project));

        var log = (await _host.RunAsync("auditLog", new { where = new { action = new { eq = "setPluginEnabled" } } })).GetProperty("data").GetProperty("auditLog").GetProperty("nodes");
        Assert.Equal(["zoo (off)", "zoo (on)"], log.EnumerateArray().Select(e => e.GetProperty("target").GetString()).Order(StringComparer.Ordinal));
    }

    private async Task<(bool IsEnabled, string Reason, string Provenance, string? Scope)> ReasonAsync(string pluginId, object? scope = null)
    {
        var found = (await _host.RunAsync("pluginEnablement", new { pluginId, scope })).GetProperty("data").GetProperty("pluginEnablement");
        return (found.GetProperty("isEnabled").GetBoolean(), found.GetProperty("reason").GetString()!, found.GetProperty("provenance").GetString()!, found.GetProperty("scope").GetString());
    }
}
