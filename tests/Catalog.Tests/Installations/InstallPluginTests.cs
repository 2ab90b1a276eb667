using System.Text;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Installations;

public sealed class InstallPluginTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CatalogHost.StartAsync(("Catalog:AllowRemoteAdmin", "true"), ("Catalog:HostVersions:host", "2.5"));
        await ImportAsync("""
            {"ecosystem":"host","pluginId":"git","name":"Git","authors":["someone"],"latestVersion":"1.1","versions":[
             {"version":"1.0","releasedOn":"2020-01-01","sha256":"1111111111111111111111111111111111111111111111111111111111111111","downloadUrl":"https://example.org/git-1.0.hpi"},
             {"version":"1.1","releasedOn":"2020-02-01","signature":"sig"},
             {"version":"1.2-beta","releasedOn":"2020-03-01"},
             {"version":"1.3","releasedOn":"2020-04-01","yanked":true},
             {"version":"2.0","releasedOn":"2020-05-01","minHostVersion":"3.0"}]}
            {"ecosystem":"host","pluginId":"bare","name":"Bare"}
            """);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "G17")]
    [Trait("Line", "G21")]
    public async Task G17_G21_the_outcome_follows_from_what_was_there()
    {
        Assert.Equal(InstallOutcome.Created, (await InstallAsync("git", "1.0")).Outcome);
        Assert.Equal(InstallOutcome.Reinstalled, (await InstallAsync("git", "1.0")).Outcome);
        Assert.Equal(InstallOutcome.Upgraded, (await InstallAsync("git", "1.1")).Outcome);
        Assert.Equal(InstallOutcome.Overwritten, (await InstallAsync("git", "1.1")).Outcome);
        var last = await InstallAsync("git", "1.0");
        Assert.Equal(InstallOutcome.Downgraded, last.Outcome);

        Assert.Equal(("git", "1.0", "1.1", InstallationState.Running, 5), (last.Installation.Name, last.Installation.Version, last.Installation.PreviousVersion, last.Installation.State, last.Installation.Generation));
        Assert.Equal("git-1.0.hpi", last.Installation.FileName);
        Assert.Equal("system", last.Installation.InstalledBy);
        Assert.Equal(1, await _host.ReadAsync(db => db.Installations.CountAsync()));
    }

    [Fact]
    public async Task Without_a_version_the_latest_is_taken_that_the_host_can_run()
    {
        Assert.Equal("1.1", (await InstallAsync("git")).Installation.Version);
        Assert.Null((await InstallAsync("bare")).Installation.Version);
    }

    [Fact]
    public async Task A_version_that_does_not_exist_was_withdrawn_or_needs_another_host_is_refused_and_nothing_is_installed()
    {
        Assert.Equal("There is no plugin 'none'.", (await Assert.ThrowsAsync<PluginNotFoundException>(() => InstallAsync("none"))).Message);
        Assert.Equal("The plugin 'git' has no version '9'.", (await Assert.ThrowsAsync<VersionNotFoundException>(() => InstallAsync("git", "9"))).Message);
        Assert.Equal("The version '1.3' of the plugin 'git' was withdrawn.", (await Assert.ThrowsAsync<VersionYankedException>(() => InstallAsync("git", "1.3"))).Message);
        Assert.Equal("The version '2.0' of the plugin 'git' does not run on a host of version '2.5'.", (await Assert.ThrowsAsync<IncompatibleHostException>(() => InstallAsync("git", "2.0"))).Message);

        Assert.Equal(0, await _host.ReadAsync(db => db.Installations.CountAsync()));
    }

    [Fact]
    [Trait("Line", "G27")]
    public async Task G27_without_remote_administration_every_change_is_refused()
    {
        await InstallAsync("git", "1.0");
        await SetPolicyAsync(Policy with { AllowRemoteAdmin = false });

        await Assert.ThrowsAsync<RemoteAdminDisabledException>(() => InstallAsync("bare"));
        await Assert.ThrowsAsync<RemoteAdminDisabledException>(() => SendAsync(new EnablePlugin("git", null, false)));
        await Assert.ThrowsAsync<RemoteAdminDisabledException>(() => SendAsync(new DisablePlugin("git", null, false)));
        await Assert.ThrowsAsync<RemoteAdminDisabledException>(() => SendAsync(new UninstallPlugin("git", null, false)));
        Assert.Equal([("git", InstallationState.Running)], (await _host.ReadAsync(db => db.Installations.ToListAsync())).Select(installation => (installation.Name, installation.State)));
    }

    [Fact]
    [Trait("Line", "G31")]
    [Trait("Line", "G44")]
    public async Task G31_G44_a_mandatory_plugin_stays_in_use_and_case_counts()
    {
        await InstallAsync("git", "1.0");
        await SetPolicyAsync(Policy with { MandatoryPlugins = ["git"] });

        Assert.Equal("Plugin git is mandatory.", (await Assert.ThrowsAsync<PluginMandatoryException>(() => SendAsync(new DisablePlugin("git", null, false)))).Message);
        await Assert.ThrowsAsync<PluginMandatoryException>(() => SendAsync(new UninstallPlugin("git", null, false)));
        Assert.Equal(InstallationState.Running, (await _host.ReadAsync(db => db.Installations.SingleAsync())).State);

        await SetPolicyAsync(Policy with { MandatoryPlugins = ["GIT"] });
        Assert.Equal(InstallationState.Disabled, (await SendAsync(new DisablePlugin("git", null, false))).Installation.State);
    }

    [Fact]
    [Trait("Line", "G32")]
    [Trait("Line", "G33")]
    public async Task G32_G33_switching_twice_succeeds_and_changes_nothing_the_second_time()
    {
        await InstallAsync("git", "1.0");

        var running = (await SendAsync(new EnablePlugin("git", null, false))).Installation;
        Assert.Equal((InstallationState.Running, 1), (running.State, running.Generation));
        var disabled = (await SendAsync(new DisablePlugin("git", null, false))).Installation;
        Assert.Equal(disabled.Etag, (await SendAsync(new DisablePlugin("git", null, false))).Installation.Etag);
        var enabled = (await SendAsync(new EnablePlugin("git", null, false))).Installation;
        Assert.Equal((InstallationState.Running, 2), (enabled.State, enabled.Generation));
        await Assert.ThrowsAsync<PluginNotFoundException>(() => SendAsync(new EnablePlugin("none", null, false)));
    }

    [Fact]
    [Trait("Line", "G22")]
    public async Task G22_installing_over_a_disabled_plugin_puts_it_into_use()
    {
        await InstallAsync("git", "1.0");
        await SendAsync(new DisablePlugin("git", null, false));

        Assert.Equal(InstallationState.Running, (await InstallAsync("git", "1.1")).Installation.State);
    }

    [Fact]
    public async Task The_policy_decides_what_may_be_installed()
    {
        await RefusedAsync(Policy with { DeniedPlugins = ["git"] }, "the policy denies it");
        await RefusedAsync(Policy with { AllowedRepositories = ["local"] }, "the policy does not allow the repository 'host'");
        await RefusedAsync(Policy with { AllowedPublishers = ["other"] }, "the policy allows none of its authors");
        await SetPolicyAsync(Policy with { AllowedPublishers = ["someone"], RequireSignature = true });
        Assert.Equal("The plugin 'git' may not be installed: the policy asks for a signature.", (await Assert.ThrowsAsync<PluginNotAllowedException>(() => InstallAsync("git", "1.0"))).Message);
        Assert.EndsWith("there is neither a file nor a published SHA-256 to check it against.", (await Assert.ThrowsAsync<SignatureInvalidException>(() => InstallAsync("git", "1.1"))).Message);
    }

    [Fact]
    [Trait("Line", "O12")]
    public async Task O12_a_version_that_is_too_recent_is_refused_and_an_older_one_is_taken_when_none_is_named()
    {
        var day = DateTime.UtcNow.AddDays(-2).ToString("yyyy-MM-dd");
        await ImportAsync($$"""{"ecosystem":"host","pluginId":"young","name":"Young","latestVersion":"2","versions":[{"version":"1","releasedOn":"2020-01-01"},{"version":"2","releasedOn":"{{day}}"}]}""");
        await SetPolicyAsync(Policy with { MinimumReleaseAge = TimeSpan.FromDays(7) });

        await Assert.ThrowsAsync<ReleaseTooRecentException>(() => InstallAsync("young", "2"));
        Assert.Equal("1", (await InstallAsync("young")).Installation.Version);
    }

    [Fact]
    public async Task A_rehearsal_tells_the_outcome_and_changes_nothing()
    {
        var rehearsal = await SendAsync(new InstallPlugin(From("git"), null, true, null, DryRun: true));

        Assert.Equal((InstallOutcome.Created, "1.1"), (rehearsal.Outcome, rehearsal.Installation.Version));
        Assert.Equal(0, await _host.ReadAsync(db => db.Installations.CountAsync()));
    }

    [Fact]
    public async Task A_change_of_something_that_has_changed_since_is_refused()
    {
        var installed = (await InstallAsync("git", "1.0")).Installation;
        var etag = installed.Etag;
        await SendAsync(new DisablePlugin("git", etag, false));

        Assert.Equal("ETAG_MISMATCH", (await Assert.ThrowsAsync<EtagMismatchException>(() => SendAsync(new EnablePlugin("git", etag, false)))).Code);
        Assert.Equal(InstallationState.Disabled, (await _host.ReadAsync(db => db.Installations.SingleAsync())).State);
    }

    [Fact]
    public async Task Many_at_once_on_one_name_leave_one_installation()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => InstallAsync("git", "1.0"))));

        Assert.Equal(1, outcomes.Count(outcome => outcome.Outcome == InstallOutcome.Created));
        Assert.Equal(8, (await _host.ReadAsync(db => db.Installations.SingleAsync())).Generation);
    }

    [Fact]
    [Trait("Line", "S20")]
    public async Task S20_an_entry_that_is_installed_stays_unless_forced()
    {
        await SendAsync(new RegisterPlugin("Own", "x.Y", "own", null, null, RegistryType.DockerHub, null, null, null, null, null, null, null, false));
        await InstallAsync("own");

        Assert.Equal(["1 installation"], (await Assert.ThrowsAsync<PluginInUseException>(() => SendAsync(new DeregisterPlugin("own", null, false, false)))).Uses);
        await SendAsync(new DeregisterPlugin("own", null, Force: true, false));

        var orphan = await _host.ReadAsync(db => db.Installations.SingleAsync());
        Assert.Equal(("own", (Guid?)null), (orphan.Name, orphan.PluginKey));
        await Assert.ThrowsAsync<PluginNotFoundException>(() => SendAsync(new DeregisterPlugin("own", null, false, false)));
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_trail_and_a_refused_one_is_not()
    {
        await InstallAsync("git", "1.0");
        await SendAsync(new DisablePlugin("git", null, false));
        await Assert.ThrowsAsync<PluginNotFoundException>(() => InstallAsync("none"));

        Assert.Equal("installPlugin:git,disablePlugin:git", await _host.Database.ScalarAsync("SELECT string_agg(action || ':' || target, ',' ORDER BY at) FROM kernel.audit_entries"));
    }

    private static UpdatePolicy Policy { get; } = new(true, [], [], [], [], TimeSpan.Zero, false, null, null, null, null, false);

    private async Task RefusedAsync(UpdatePolicy policy, string reason)
    {
        await SetPolicyAsync(policy);
        Assert.Equal($"The plugin 'git' may not be installed: {reason}.", (await Assert.ThrowsAsync<PluginNotAllowedException>(() => InstallAsync("git"))).Message);
    }

    private Task SetPolicyAsync(UpdatePolicy policy) => SendAsync(policy);

    private static InstallSource From(string pluginId) => new() { Catalog = new CatalogSource(pluginId, null) };

    private Task<InstallPluginPayload> InstallAsync(string pluginId, string? version = null) => SendAsync(new InstallPlugin(From(pluginId), version, true, null, false));

    private async Task<T> SendAsync<T>(IRequest<T> request)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private Task<ImportReport> ImportAsync(string text) => _host.Importer.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Replace("\n ", " "))), new ImportOptions());
}
