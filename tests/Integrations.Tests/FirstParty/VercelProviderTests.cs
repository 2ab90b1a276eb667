using System.Text.Json;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>Vercel: deployments, an internal app, variables of projects (N3).</summary>
public sealed class VercelProviderTests : EventConformance<VercelServer>
{
    protected override string Provider => "vercel";

    protected override string Features => "DEPLOYMENT";

    protected override (string ExternalId, string Name) Expected => ("team_1", "Acme");

    protected override (string Name, string Value)[] Vendor =>
    [
        ("Integrations:Vercel:Url", Server.Url.AbsoluteUri), ("Integrations:Vercel:ApiUrl", Server.Url.AbsoluteUri), ("Integrations:Vercel:Slug", "plugins"),
        ("Integrations:Vercel:ClientId", VendorServer.ClientId), ("Integrations:Vercel:ClientSecret", VendorServer.ClientSecret),
    ];

    protected override object FirstStep(JsonElement setup) => new { code = VercelServer.Code, configurationId = "icfg_1", teamId = "team_1", next = "https://vercel.com/next" };

    protected override Task<string?> ProbeAsync(string integrationId) => CodeAsync("integrationDeployments", new { integrationId });

    protected override async Task<JsonElement> InstallAsync(string? integrationId = null)
    {
        var setup = await StartAsync(integrationId);
        return await AdvanceAsync(setup, FirstStep(setup));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task It_is_added_from_the_vendors_pages()
    {
        var info = (await QueryAsync("integrationProviders", new { })).EnumerateArray().Single(p => Text(p, "key") == "vercel");
        Assert.False(info.GetProperty("canAdd").GetBoolean());
        Assert.Equal($"{Server.Url.AbsoluteUri}integrations/plugins/new", Text(info.GetProperty("metadata").GetProperty("aspects").GetProperty("externalInstall"), "url"));
        var setup = await StartAsync();
        Assert.Equal($"{Server.Url.AbsoluteUri}integrations/plugins/new?state={Text(setup, "state")}", Url(setup));
        Assert.Equal("SETUP_REFUSED", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = new { code = "other", configurationId = "x" } }), "code"));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task An_internal_app_for_releases_comes_and_goes_with_it()
    {
        var id = Id(await InstallAsync());
        await InstallAsync(id);
        Assert.Equal("INTERNAL project:read,project:releases", await AppsAsync());
        Assert.Equal("1", await ScalarAsync("SELECT count(*) FROM integrations.app_installations WHERE status = 'Installed'"));

        await DoAsync("removeIntegration", new { id });
        Assert.Equal("DELETION_IN_PROGRESS project:read,project:releases", await AppsAsync());
        await InstallAsync();
        Assert.Equal("DELETION_IN_PROGRESS project:read,project:releases|INTERNAL project:read,project:releases", await AppsAsync());
    }

    [Fact]
    public async Task Nobody_gets_an_app_that_can_do_more_than_they()
    {
        Host.Caller = ModuleTesting.ModuleHost.Identity("integrations:write", principalId: Ada);
        var setup = await StartAsync();
        Assert.Equal("SCOPE_EXCEEDS_REQUESTER", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = FirstStep(setup) }), "code"));
        Assert.Empty(await IntegrationsAsync());
        Assert.Equal("", await AppsAsync());
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Deployments_come_page_by_page_with_what_was_deployed()
    {
        for (var i = 0; i < 230; i++) Server.Deployments.Add(($"dpl_{i:000}", i % 2 == 0 ? "prj_web" : "prj_api"));
        var id = Id(await InstallAsync());

        var all = (await QueryAsync("integrationDeployments", new { integrationId = id, first = 250 })).EnumerateArray().ToList();
        Assert.Equal((230, "dpl_000", "dpl_229"), (all.Count, Text(all[0], "deploymentId"), Text(all[^1], "deploymentId")));
        Assert.Equal(("https://dpl_000.vercel.app", "READY", "production", "sha-dpl_000", "2026-05-01T12:00:00.000Z"), (Text(all[0], "url"), Text(all[0], "state"), Text(all[0], "environment"), Text(all[0], "commitSha"), Text(all[0], "at")));
        Assert.Equal(["dpl_001", "dpl_003"], (await QueryAsync("integrationDeployments", new { integrationId = id, project = "prj_api", first = 2 })).EnumerateArray().Select(d => Text(d, "deploymentId")));
        Assert.Equal("INPUT_INVALID", await CodeAsync("integrationDeployments", new { integrationId = id, first = 251 }));
    }

    [Fact]
    [Trait("Line", "N6")]
    public async Task Mapped_projects_get_variables_that_name_them()
    {
        for (var i = 0; i < 120; i++) Server.Projects.Add($"prj_{i}");
        var id = Id(await InstallAsync());
        Assert.Equal(121, Choices((await QueryAsync("integrationConfig", new { id })).GetProperty("fields"), "project_mappings").Split(' ').Length);

        var config = Json("""{ "project_mappings": [["here-1", "prj_web"]] }""");
        await DoAsync("updateIntegrationConfig", new { id, config });
        await DoAsync("updateIntegrationConfig", new { id, config });
        Assert.Equal("here-1", Server.Variables[("prj_web", "GRAPHQLPLUGINS_PROJECT")]);
        Assert.Equal("01900000-0000-7000-8000-000000000001", Server.Variables[("prj_web", "GRAPHQLPLUGINS_ORGANIZATION")]);
        Assert.Equal("FORM_INVALID", await RefusalAsync("updateIntegrationConfig", new { id, config = Json("""{ "project_mappings": [["here-1", "prj_none"]] }""") }));
        Assert.Equal("FORM_INVALID", await RefusalAsync("updateIntegrationConfig", new { id, config = Json("""{ "project_mappings": [["here-1"]] }""") }));
        Assert.Equal("prj_web", (await QueryAsync("integrationConfig", new { id })).GetProperty("values").GetProperty("project_mappings")[0][1].GetString());
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task A_person_may_install_it_for_themselves()
    {
        Server.Team = null;
        var installed = (await InstallAsync()).GetProperty("integration").GetProperty("integration");
        Assert.Equal(("user_1", "Ada", "user"), (Text(installed, "externalId"), Text(installed, "name"), Text(installed.GetProperty("metadata"), "installation_type")));
    }

    private async Task<string> AppsAsync() => string.Join('|', (await ReadAsync(db => Task.FromResult(db.Apps.OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).ToList()))).Select(a => $"{Catalog.Contracts.EnumNames.InGraph(a.Status)} {string.Join(',', a.Scopes)}"));

    protected override string SharedSecret => VendorServer.ClientSecret;

    protected override string Sample(string deliveryId) =>
        $$$$"""{"id":"{{{{deliveryId}}}}","type":"deployment.succeeded","createdAt":1780000000000,"region":"sfo1","payload":{"team":{"id":"team_1"},"user":{"id":"user_1"},"deployment":{"id":"dpl_1","url":"acme-git-main.vercel.app","name":"acme","meta":{}},"target":"production","project":{"id":"prj_1"}}}""";

    protected override Dictionary<string, string> Headers(string body, string secret, string deliveryId) => new() { ["x-vercel-signature"] = EventSigning.Sha1(body, secret) };

    private async Task TellAsync(string type, string deliveryId, string more)
    {
        var body = $$$$"""{"id":"{{{{deliveryId}}}}","type":"{{{{type}}}}","createdAt":1780000000000,"payload":{"team":{"id":"team_1"},"user":{"id":"user_1"},{{{{more}}}}}}""";
        Assert.Equal(System.Net.HttpStatusCode.Accepted, (await TellAsync("/hooks/integrations/vercel", SharedSecret, body, deliveryId)).Status);
        await ApplyAsync();
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Deployments_are_told()
    {
        await InstallAsync();
        await TellAsync("/hooks/integrations/vercel", SharedSecret, Sample("1"), "1");
        await ApplyAsync();
        Assert.Equal("APPLIED DEPLOYMENT_CHANGED dpl_1 succeeded", await NewestAsync());
        Assert.Equal("deployment.changed vercel", await ToldAsync("deployment"));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task What_is_removed_at_Vercel_is_removed_here_with_its_app()
    {
        await InstallAsync();
        Host.Caller = Other();
        await InstallAsync();
        await TellAsync("integration-configuration.removed", "1", """ "configuration":{"id":"icfg_0","projects":[]} """);
        Assert.Equal("IGNORED REMOVED icfg_0  It is about an installation that was replaced.", await NewestAsync());
        Assert.Equal("ACTIVE", Text(Assert.Single(await IntegrationsAsync()), "status"));

        await TellAsync("integration-configuration.removed", "2", """ "configuration":{"id":"icfg_1","projects":[]} """);
        Assert.Empty(await IntegrationsAsync());
        Host.Caller = ModuleHost.Identity("*", principalId: Ada);
        Assert.Empty(await IntegrationsAsync());
        Assert.Equal("2 2", await ScalarAsync("SELECT concat_ws(' ', (SELECT count(*) FROM integrations.apps WHERE status = 'DeletionInProgress'), (SELECT count(*) FROM integrations.organization_integrations WHERE status = 'PendingDeletion'))"));
    }

    [Fact]
    [Trait("Line", "N3")]
    [Trait("Line", "N6")]
    public async Task A_project_that_is_gone_leaves_the_configuration()
    {
        var id = Id(await InstallAsync());
        await Host.Database.ExecuteAsync("UPDATE integrations.organization_integrations SET config = '{\"project_mappings\": [[\"1\", \"prj_1\"], [\"2\", \"prj_2\"]]}'");
        await TellAsync("project.removed", "1", """ "project":{"id":"prj_1","name":"x"} """);
        Assert.Equal("""[["2","prj_2"]]""", (await QueryAsync("integrationConfig", new { id })).GetProperty("values").GetProperty("project_mappings").ToString().Replace(" ", ""));
        await TellAsync("project.removed", "2", """ "project":{"id":"prj_1","name":"x"} """);
        Assert.Equal("IGNORED PROJECT_REMOVED prj_1  Nothing is configured for the project.", await NewestAsync());
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task An_event_that_cannot_be_applied_takes_none_of_the_others_along()
    {
        var id = Id(await InstallAsync());
        await Host.Database.ExecuteAsync("UPDATE integrations.organization_integrations SET config = '{\"project_mappings\": [[\"1\"]]}'");
        var body = """{"id":"1","type":"project.removed","createdAt":1780000000000,"payload":{"team":{"id":"team_1"},"user":{"id":"user_1"},"project":{"id":"prj_1","name":"x"}}}""";
        await TellAsync("/hooks/integrations/vercel", SharedSecret, body, "1");
        await TellAsync("/hooks/integrations/vercel", SharedSecret, Sample("2"), "2");
        await ApplyAsync();
        Assert.Equal("DEPLOYMENT_CHANGED APPLIED, PROJECT_REMOVED RECEIVED", string.Join(", ", (await EventsAsync()).Select(e => $"{Text(e, "action")} {Text(e, "status")}").Order()));
        Assert.Equal("deployment.changed vercel", await ToldAsync("deployment"));

        await DoAsync("updateIntegrationConfig", new { id, config = Json("""{ "project_mappings": null }""") });
        Clock.Advance(TimeSpan.FromSeconds(11));
        await ApplyAsync();
        Assert.Equal("DEPLOYMENT_CHANGED APPLIED, PROJECT_REMOVED IGNORED", string.Join(", ", (await EventsAsync()).Select(e => $"{Text(e, "action")} {Text(e, "status")}").Order()));
    }
}
