using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.Installations;

/// <summary>Installing, confirming and uninstalling apps through the graph.</summary>
public sealed class InstallAppTests : AppScene
{
    [Fact]
    [Trait("Line", "A40")]
    [Trait("Line", "A41")]
    public async Task An_app_is_installed_once_and_its_code_is_shown_once()
    {
        await CreateAsync();

        var first = await DoAsync("installApp", new { slug = "one" });
        var second = await DoAsync("installApp", new { slug = "one" });

        Assert.Equal("PENDING", Text(first.GetProperty("installation"), "status"));
        Assert.Equal(43, Text(first, "code")!.Length);
        Assert.Null(Text(second, "code"));
        Assert.Equal(first.GetProperty("installation").ToString(), second.GetProperty("installation").ToString());
        Assert.Equal("""["installApp","one"]""", ((string)(await Host.Database.ScalarAsync("SELECT jsonb_build_array(action, target)::text FROM kernel.audit_entries ORDER BY at DESC, id DESC LIMIT 1"))!).Replace(", ", ","));
    }

    [Fact]
    [Trait("Line", "A40")]
    public async Task Installing_at_once_installs_once()
    {
        await CreateAsync();

        var payloads = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DoAsync("installApp", new { slug = "one" })));

        Assert.Single(payloads.Select(p => Text(p.GetProperty("installation"), "uuid")).Distinct());
        Assert.Single(payloads, p => Text(p, "code") is not null);
    }

    [Fact]
    [Trait("Line", "A41")]
    public async Task An_app_that_confirms_nothing_is_installed_at_once()
    {
        await CreateAsync("""{ "verifyInstall": false }""");

        Assert.Equal("INSTALLED", Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "status"));
    }

    [Fact]
    [Trait("Line", "A11")]
    public async Task An_internal_app_is_installed_from_the_start_in_its_own_organization()
    {
        var slug = Text(await CreateAsync("""{ "isInternal": true }"""), "slug");

        var node = Assert.Single((await ListAsync()).EnumerateArray());

        Assert.Equal(("INSTALLED", slug), (Text(node, "status"), Text(node.GetProperty("app"), "slug")));
        Host.Caller = Other();
        Assert.Equal("[]", (await ListAsync()).ToString());
    }

    [Fact]
    [Trait("Line", "A40")]
    public async Task An_app_without_a_usable_feature_is_refused_with_what_is_missing()
    {
        await using var host = await IntegrationsHost.StartAsync(("Integrations:DisabledFeatures", "chat issue-link"));
        await host.RunAsync("createApp", new { input = Good() });
        await host.RunAsync("setAppFeatures", new { input = new { slug = "one", features = new[] { new { feature = "ISSUE_LINK" }, new { feature = "CHAT" } } } });

        var refused = await host.RunAsync("installApp", new { input = new { slug = "one" } });
        await host.RunAsync("setAppFeatures", new { input = new { slug = "one", features = new[] { new { feature = "ISSUE_LINK" }, new { feature = "API" } } } });
        var installed = await host.RunAsync("installApp", new { input = new { slug = "one" } });

        var error = refused.GetProperty("data").GetProperty("installApp").GetProperty("errors")[0];
        Assert.Equal(("FeatureDisabledError", "Your organization cannot use issue-link, chat. Ask the server's staff to switch it on."), (Type(error), Text(error, "message")));
        Assert.Equal(JsonValueKind.Null, installed.GetProperty("data").GetProperty("installApp").GetProperty("errors").ValueKind);
    }

    [Fact]
    [Trait("Line", "A40")]
    [Trait("Line", "A41")]
    public async Task Organizations_install_a_published_app_apart_from_each_other()
    {
        await CreateAsync();
        await PublishAsync("one");
        await DoAsync("installApp", new { slug = "one" });
        Host.Caller = Other();

        var theirs = (await DoAsync("installApp", new { slug = "one" })).GetProperty("installation");

        Assert.Equal($"[\"{Text(theirs, "uuid")}\"]", JsonSerializer.Serialize((await ListAsync()).EnumerateArray().Select(i => Text(i, "uuid"))));
        Host.Caller = ModuleHost.Identity("*");
        Assert.Equal("AppInstallationNotFoundError", Type(await RefusedAsync("uninstallApp", new { installationUuid = Text(theirs, "uuid") })));
        Assert.Equal("AppInstallationNotFoundError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = Text(theirs, "uuid") })));
        Assert.Equal("AppInstallationNotFoundError", Type(await RefusedAsync("setInstallationProjects", new { installationUuid = Text(theirs, "uuid"), projectIds = Array.Empty<string>() })));
        Assert.Equal("""{"data":{"node":null}}""", (await Host.RunAsync("node", new { id = Text(theirs, "id") })).ToString());
    }

    [Fact]
    public async Task Another_organizations_list_is_refused()
    {
        var own = await OrganizationIdAsync();
        Host.Caller = Other();

        Assert.Equal("ORGANIZATION_NOT_FOUND", CodeOf(await Host.RunAsync("appInstallations", new { organizationId = own })));
    }

    [Fact]
    [Trait("Line", "A42")]
    public async Task An_installation_becomes_installed_and_nothing_else()
    {
        await CreateAsync();
        var uuid = Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid");

        Assert.Equal("InstallationStatusInvalidError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = uuid, status = "PENDING" })));
        Assert.Equal("InstallationStatusInvalidError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = uuid, status = "PENDING_DELETION" })));
        Assert.Equal("INSTALLED", Text((await DoAsync("verifyAppInstallation", new { installationUuid = uuid })).GetProperty("appInstallation"), "status"));
        Assert.Equal("INSTALLED", Text((await DoAsync("verifyAppInstallation", new { installationUuid = uuid, status = "INSTALLED" })).GetProperty("appInstallation"), "status"));
        Assert.Equal("InstallationStatusInvalidError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = uuid, status = "PENDING" })));
        Host.Caller = ModuleHost.Identity("integrations:read");
        Assert.Equal("ForbiddenError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = uuid })));
    }

    [Fact]
    [Trait("Line", "A43")]
    public async Task An_uninstalled_app_is_gone_from_the_list_and_can_come_back()
    {
        await CreateAsync();
        var uuid = Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid");

        Assert.Equal("PENDING_DELETION", Text((await DoAsync("uninstallApp", new { installationUuid = uuid })).GetProperty("appInstallation"), "status"));
        await DoAsync("uninstallApp", new { installationUuid = uuid });

        Assert.Equal("[]", (await ListAsync()).ToString());
        Assert.Equal("InstallationStatusInvalidError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = uuid })));
        Assert.NotEqual(uuid, Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid"));
    }

    [Fact]
    [Trait("Line", "A41")]
    [Trait("Line", "A43")]
    public async Task Subscribers_hear_of_what_happens_in_their_organization_once_it_is_there()
    {
        await CreateAsync();
        await PublishAsync("one");

        var events = await Host.EventsAsync("onAppInstallation", new { organizationId = await OrganizationIdAsync() }, 3, async () =>
        {
            var uuid = Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid");
            Host.Caller = Other();
            await DoAsync("installApp", new { slug = "one" });
            Host.Caller = ModuleHost.Identity("*");
            await DoAsync("verifyAppInstallation", new { installationUuid = uuid });
            await DoAsync("uninstallApp", new { installationUuid = uuid });
            await DoAsync("uninstallApp", new { installationUuid = uuid });
        });

        Assert.Equal("CREATED VERIFIED DELETED", string.Join(' ', events.Select(e => Text(e, "action"))));
        Assert.Equal("""{"type":"user","name":"tester"}""", events[0].GetProperty("actor").ToString());
    }

    [Fact]
    [Trait("Line", "A50")]
    public async Task What_an_app_is_told_about_can_be_limited_to_own_projects()
    {
        await CreateAsync();
        var uuid = Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid");
        var own = await ProjectAsync("ours");
        Host.Caller = Other();
        var theirs = await ProjectAsync("theirs");
        Host.Caller = ModuleHost.Identity("*");

        var set = (await DoAsync("setInstallationProjects", new { installationUuid = uuid, projectIds = new[] { own, own } })).GetProperty("appInstallation");
        var refused = await RefusedAsync("setInstallationProjects", new { installationUuid = uuid, projectIds = new[] { own, theirs } });

        Assert.Equal("""[{"name":"ours"}]""", set.GetProperty("projects").ToString());
        Assert.Equal(("ProjectNotFoundError", "projectIds"), (Type(refused), refused.GetProperty("path")[0].GetString()));
        Assert.Equal("ours", Text(Assert.Single((await ListAsync()).EnumerateArray()).GetProperty("projects")[0], "name"));
        Assert.Equal("[]", (await DoAsync("setInstallationProjects", new { installationUuid = uuid, projectIds = Array.Empty<string>() })).GetProperty("appInstallation").GetProperty("projects").ToString());
    }

    private async Task<string?> ProjectAsync(string name) =>
        (await Host.RunAsync("createProject", new { input = new { name } })).GetProperty("data").GetProperty("createProject").GetProperty("project").GetProperty("id").GetString();

    private async Task<JsonElement> ListAsync() =>
        (await Host.RunAsync("appInstallations", new { organizationId = await OrganizationIdAsync() })).GetProperty("data").GetProperty("appInstallations").GetProperty("nodes");
}
