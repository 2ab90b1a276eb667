using System.Text.Json;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plans;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Plans;

public sealed class PlanTests : SmallCatalog
{
    [Fact]
    public async Task A_plan_shows_every_change_and_executing_it_does_just_that()
    {
        Assert.Equal("INSTALL lib 2, INSTALL ui 1, INSTALL app 2", await PlanAsync("app"));
        Assert.Equal("", await InstalledAsync());
        await ChangeAsync("installPlugins", new { plugins = new[] { Plugin("lib=1"), Plugin("extra=1") } });
        await ChangeAsync("disablePlugin", new { name = "lib" });

        var plan = await PlanOfAsync(new { plugins = new[] { Plugin("app=1") } });
        Assert.Equal("UPGRADE extra 2, ENABLE lib 1, INSTALL app 1", Shown(plan));
        Assert.Equal(["REQUESTED", "DEPENDENCY", "DEPENDENCY"], plan.GetProperty("items").EnumerateArray().OrderBy(item => item.GetProperty("name").GetString(), StringComparer.Ordinal).Select(item => item.GetProperty("reason").GetString()));
        Assert.Equal(["app"], plan.GetProperty("items")[1].GetProperty("requiredBy").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("1 is affected by SEC-1: Weak.", plan.GetProperty("items")[1].GetProperty("warnings")[0].GetProperty("message").GetString());

        var rehearsal = await ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "app" } }, version = "1", dryRun = true });
        var digest = plan.GetProperty("digest").GetString();
        Assert.Equal(digest, rehearsal.GetProperty("plan").GetProperty("digest").GetString());
        Assert.Equal("extra 1, (lib 1)", await InstalledAsync());

        Assert.Equal("PLAN_CHANGED", CodeOf(await ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "app" } }, expectedPlanDigest = digest })));
        Assert.Equal("extra 1, (lib 1)", await InstalledAsync());
        Assert.Null(CodeOf(await ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "app" } }, version = "1", expectedPlanDigest = digest })));
        Assert.Equal("app 1, extra 2, lib 1", await InstalledAsync());
        Assert.Equal("KEEP lib 1, REINSTALL app 1", await PlanAsync("app=1"));
    }

    [Fact]
    public async Task What_cannot_be_had_is_told_and_nothing_is_installed()
    {
        Assert.Equal("! lost DEPENDENCY_MISSING", await PlanAsync("lost"));
        Assert.StartsWith("! ring-a DEPENDENCY_CYCLE", await PlanAsync("ring-a"));
        Assert.Equal("! none PLUGIN_NOT_FOUND, INSTALL ui 1", await PlanAsync("none", "ui"));
        Assert.Equal("! app VERSION_NOT_FOUND", await PlanAsync("app=9"));
        Assert.Equal("! modern INCOMPATIBLE_HOST", await PlanAsync("modern=2"));
        Assert.Equal("! gone VERSION_YANKED", await PlanAsync("gone=2"));
        Assert.Equal("INSTALL gone 1, INSTALL modern 1", await PlanAsync("modern", "gone"));

        Assert.Equal("DEPENDENCY_MISSING", await InstallAsync("lost"));
        Assert.Equal("DEPENDENCY_CYCLE", await InstallAsync("ring-a"));
        Assert.Equal("DEPENDENCY_MISSING", CodeOf(await ChangeAsync("installPlugins", new { plugins = new[] { Plugin("ui"), Plugin("lost") } })));
        Assert.Equal("DEPENDENCY_MISSING", CodeOf(await ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "app" } }, withDependencies = false })));
        Assert.Equal("", await InstalledAsync());

        Assert.Null(CodeOf(await ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "app" } }, withDependencies = false, activate = false })));
        Assert.Equal("(app 2)", await InstalledAsync());
    }

    [Theory]
    [InlineData("""{ "deniedPlugins": ["lib"] }""", "PLUGIN_NOT_ALLOWED")]
    [InlineData("""{ "allowedRepositories": ["local"] }""", "PLUGIN_NOT_ALLOWED")]
    [InlineData("""{ "allowedPublishers": ["somebody"] }""", "PLUGIN_NOT_ALLOWED")]
    [InlineData("""{ "requireSignature": true }""", "PLUGIN_NOT_ALLOWED")]
    [InlineData("""{ "maxArtifactBytes": 999 }""", "PLUGIN_NOT_ALLOWED")]
    [InlineData("""{ "egressDeny": ["example.org"] }""", "PLUGIN_NOT_ALLOWED")]
    [InlineData("""{ "egressAllow": ["example.com"] }""", "PLUGIN_NOT_ALLOWED")]
    [InlineData("""{ "minimumReleaseAge": "P7D" }""", "RELEASE_TOO_RECENT")]
    public async Task Every_rule_of_the_policy_holds_for_what_is_needed_too_at_the_plan_and_at_its_execution(string policy, string code)
    {
        await ChangeAsync("updatePolicy", JsonDocument.Parse(policy).RootElement);

        Assert.StartsWith($"! app {code}", await PlanAsync("app=2"));
        Assert.Equal(code, await InstallAsync("app", "2"));
        Assert.Equal("", await InstalledAsync());
    }

    [Fact]
    public async Task A_known_weakness_is_a_warning_unless_the_policy_blocks_it()
    {
        Assert.Null(await InstallAsync("lib", "1"));
        await ChangeAsync("updatePolicy", new { blockAdvisories = true });

        Assert.Equal("! lib ADVISORY_BLOCKED", await PlanAsync("lib=1"));
        Assert.Equal("ADVISORY_BLOCKED", await InstallAsync("lib", "1"));
        Assert.Equal("UPGRADE lib 3", await PlanAsync("lib"));
        Assert.Equal("lib 1", await InstalledAsync());
    }

    [Trait("Line", "O12")]
    [Fact]
    public async Task The_minimum_release_age_is_set_aside_by_administrators_with_a_reason_that_the_audit_keeps()
    {
        await ChangeAsync("updatePolicy", new { minimumReleaseAge = "P7D" });
        Assert.Equal("! young RELEASE_TOO_RECENT", await PlanAsync("young=2"));
        Assert.Equal("RELEASE_TOO_RECENT", await InstallAsync("young", "2"));
        Assert.Equal("INPUT_INVALID", await InstallAsync("young", "2", " "));
        Host.Caller = CatalogHost.Identity("catalog:read plugins:install:*");
        Assert.Equal("FORBIDDEN", await InstallAsync("young", "2", "We need it"));
        Assert.Equal("", await InstalledAsync());
        Host.Caller = CatalogHost.Identity("*");

        Assert.Null(await InstallAsync("young", "2", "We need it"));

        Assert.Equal("young 2", await InstalledAsync());
        Assert.Equal("We need it", await Host.Database.ScalarAsync("SELECT reason FROM kernel.audit_entries WHERE action = 'installPlugin'"));
    }

    [Trait("Line", "O9")]
    [Fact]
    public async Task Who_may_install_a_plugin_may_bring_in_what_it_needs_but_not_change_what_is_there()
    {
        await InstallAsync("other");
        await ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "lib" } }, version = "1" });
        Host.Caller = CatalogHost.Identity("catalog:read plugins:install:app");

        Assert.Equal("FORBIDDEN", await InstallAsync("app"));
        Host.Caller = CatalogHost.Identity("*");
        Assert.Equal("lib 1, other 1", await InstalledAsync());
        Host.Caller = CatalogHost.Identity("catalog:read plugins:install:app");
        Assert.Null(await InstallAsync("app", "1"));
        Host.Caller = CatalogHost.Identity("*");
        Assert.Equal("app 1, lib 1, other 1", await InstalledAsync());
    }

    [Fact]
    public async Task What_comes_into_the_catalog_is_planned_with_at_once()
    {
        Assert.Equal("INSTALL ui 1", await PlanAsync("ui"));

        await ImportAsync("""{"pluginId":"ui","versions":[{"version":"1"},{"version":"7"}]}""");

        Assert.Equal("INSTALL ui 7", await PlanAsync("ui"));
    }

    [Fact]
    public async Task A_list_that_is_empty_too_long_or_names_a_plugin_twice_is_refused()
    {
        await using var small = await CatalogHost.StartAsync(("Catalog:MaxPluginsPerRequest", "2"));
        foreach (var plugins in (string[][])[[], ["a", "b", "c"], ["a", "a"]])
            Assert.Equal("INPUT_INVALID", (await small.RunAsync("planInstall", new { input = new { plugins = plugins.Select(Plugin) } })).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Installing_again_with_the_same_idempotency_key_gives_the_first_answer()
    {
        var input = new { source = new { catalog = new { pluginId = "app" } }, idempotencyKey = "once" };

        var first = await ChangeAsync("installPlugin", input);
        await ChangeAsync("uninstallPlugin", new { name = "app" });
        var second = await ChangeAsync("installPlugin", input);

        Assert.Null(CodeOf(first));
        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal("lib 2, ui 1", await InstalledAsync());
    }

    [Fact]
    public async Task Two_hosts_that_install_at_once_leave_each_plugin_once_and_whole()
    {
        await using var second = Host.AnotherHost(("Catalog:AllowRemoteAdmin", "true"), ("Catalog:HostVersions:host", "2.5"));
        async Task<InstallOutcome?> InstallOnAsync(IServiceProvider host, string pluginId)
        {
            await using var scope = host.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new InstallPlugin(new InstallSource { Catalog = new CatalogSource(pluginId, null) }, null, true, null, false))).Outcome;
        }

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => InstallOnAsync(i % 2 == 0 ? Host.Services : second, i % 3 == 0 ? "other" : "app"))));

        Assert.Equal(2, outcomes.Count(outcome => outcome == InstallOutcome.Created));
        Assert.Equal("app 2, lib 2, other 1, ui 1", await InstalledAsync());
        Assert.Equal(2L, await Host.Database.ScalarAsync("SELECT count(*) FROM catalog.installations WHERE name IN ('lib', 'ui') AND generation = 1"));
    }

    private async Task<JsonElement> PlanOfAsync(object input) => (await Host.RunAsync("planInstall", new { input })).GetProperty("data").GetProperty("planInstall");
}
