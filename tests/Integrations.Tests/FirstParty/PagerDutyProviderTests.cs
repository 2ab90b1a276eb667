using System.Text.Json;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>PagerDuty: services that are told of alerts (N3).</summary>
public sealed class PagerDutyProviderTests : EventConformance<PagerDutyServer>
{
    protected override string Provider => "pagerduty";

    protected override string Features => "ALERT_RULE";

    protected override (string ExternalId, string Name) Expected => ("acme", "Acme");

    protected override (string Name, string Value)[] Vendor => [("Integrations:PagerDuty:EventsUrl", Server.Url.AbsoluteUri), ("Integrations:PagerDuty:AppId", "PAPP1")];

    protected override object FirstStep(JsonElement setup) => new { config = Config("Database", Server.Keys[0]) };

    protected override Task<string?> ProbeAsync(string integrationId) => RefusalAsync("triggerIntegrationAlert", Alert(integrationId));

    protected override async Task<JsonElement> InstallAsync(string? integrationId = null)
    {
        var setup = await StartAsync(integrationId);
        return await AdvanceAsync(setup, FirstStep(setup));
    }

    private static string Config(string service, string key) =>
        JsonSerializer.Serialize(new { account = new { subdomain = "acme", name = "Acme" }, integration_keys = new[] { new { integration_key = key, name = service, id = "P1", type = "service" } } });

    private static object Alert(string integrationId, string service = "Database", string? key = null) => new { integrationId, service, summary = "It is slow", source = "plugin:git", severity = "CRITICAL", key };

    private async Task<List<JsonElement>> RowsAsync(string id) => [.. (await QueryAsync("integrationConfig", new { id })).GetProperty("values").GetProperty("service_table").EnumerateArray()];

    [Fact]
    [Trait("Line", "N5")]
    public async Task The_installation_leads_back_here_with_the_state()
    {
        var setup = await StartAsync();
        var back = Uri.EscapeDataString($"{RedirectUrl}?state={Text(setup, "state")}");
        Assert.Equal($"https://app.pagerduty.com/install/integration?app_id=PAPP1&version=2&redirect_url={back}", Url(setup));
        Assert.Equal("SETUP_REFUSED", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = new { config = "{" } }), "code"));
        var again = await StartAsync();
        Assert.Equal("SETUP_REFUSED", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(again, "state"), values = new { config = "{}" } }), "code"));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task A_service_needs_both_a_name_and_a_key()
    {
        var id = Id(await InstallAsync());
        foreach (var row in new[] { """{ "service": "Web" }""", """{ "integration_key": "k" }""", """{ "service": "Web", "integration_key": "" }""", """{ "service": "", "integration_key": "k" }""" })
        {
            var error = await RefusedAsync("updateIntegrationConfig", new { id, config = Json($$"""{ "service_table": [{{row}}] }""") });
            Assert.Equal(("FORM_INVALID", "service_table"), (Text(error, "code"), Text(error.GetProperty("fields")[0], "field")));
        }
        Assert.Equal("Database", Text(Assert.Single(await RowsAsync(id)), "service"));
    }

    [Fact]
    [Trait("Line", "N6")]
    public async Task Keys_are_sealed_masked_and_kept_when_the_mask_comes_back()
    {
        var id = Id(await InstallAsync());
        var row = Assert.Single(await RowsAsync(id));
        Assert.Equal(("Database", "********"), (Text(row, "service"), Text(row, "integration_key")));
        Assert.Equal("0", await ScalarAsync($"SELECT count(*) FROM integrations.organization_integrations l WHERE l::text LIKE '%{Server.Keys[0]}%'"));

        await DoAsync("updateIntegrationConfig", new { id, config = new { service_table = new object[] { new { service = "Web", integration_key = Server.Keys[1] }, new { id = Text(row, "id"), service = "Store", integration_key = "********" } } } });
        Assert.Equal(["Web", "Store"], (await RowsAsync(id)).Select(r => Text(r, "service")));
        await DoAsync("triggerIntegrationAlert", Alert(id, "Store", "a"));
        await DoAsync("triggerIntegrationAlert", Alert(id, "Web", "b"));
        Assert.Equal([(Server.Keys[0], "a"), (Server.Keys[1], "b")], Server.Open.Keys);
        Assert.Equal("FORM_INVALID", await RefusalAsync("updateIntegrationConfig", new { id, config = new { service_table = new object[] { new { service = "New", integration_key = "********" } } } }));
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task Another_installation_adds_its_services_to_those_that_are_there()
    {
        var id = Id(await InstallAsync());
        var setup = await StartAsync(id);
        await AdvanceAsync(setup, new { config = Config("Web", Server.Keys[1]) });
        Assert.Equal(["Database", "Web"], (await RowsAsync(id)).Select(r => Text(r, "service")));

        await InstallAsync(id);
        Assert.Equal(["Database", "Web"], (await RowsAsync(id)).Select(r => Text(r, "service")));
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task What_came_through_a_browser_changes_nothing_for_others()
    {
        var id = Id(await InstallAsync());
        Host.Caller = ModuleTesting.ModuleHost.Identity("*", OtherOrganization, Ada);
        await AdvanceAsync(await StartAsync(), new { config = Config("Web", Server.Keys[1]).Replace("\"Acme\"", "\"Not Acme\"", StringComparison.Ordinal) });

        Host.Caller = ModuleTesting.ModuleHost.Identity("*", principalId: Ada);
        Assert.Equal("Acme", Text((await QueryAsync("integration", new { id })).GetProperty("integration"), "name"));
        Assert.Equal(["Database"], (await RowsAsync(id)).Select(r => Text(r, "service")));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Alerts_are_raised_once_and_resolved()
    {
        var id = Id(await InstallAsync());
        Assert.Equal("slow", Text(await DoAsync("triggerIntegrationAlert", Alert(id, key: "slow")), "key"));
        Assert.Equal("slow", Text(await DoAsync("triggerIntegrationAlert", Alert(id, key: "slow")), "key"));
        var open = Assert.Single(Server.Open);
        Assert.Equal((Server.Keys[0], "slow"), open.Key);
        Assert.Equal(("It is slow", "plugin:git", "critical"), ((string?)open.Value["payload"]!["summary"], (string?)open.Value["payload"]!["source"], (string?)open.Value["payload"]!["severity"]));
        Assert.NotNull(Text(await DoAsync("triggerIntegrationAlert", Alert(id)), "key"));

        await DoAsync("resolveIntegrationAlert", new { integrationId = id, service = Text(Assert.Single(await RowsAsync(id)), "id"), key = "slow" });
        Assert.DoesNotContain((Server.Keys[0], "slow"), Server.Open.Keys);
        Assert.Equal("1", await ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'resolveIntegrationAlert'"));
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task What_the_vendor_says_of_a_key_is_told()
    {
        var id = Id(await InstallAsync());
        Assert.Equal("FORM_INVALID", await RefusalAsync("triggerIntegrationAlert", Alert(id, "None")));
        Server.Keys.Clear();
        var error = await RefusedAsync("triggerIntegrationAlert", Alert(id));
        Assert.Equal(("FORM_INVALID", "service: Event object is invalid Invalid routing key"), (Text(error, "code"), Text(error, "message")));
        Assert.Equal("ACTION_NOT_SUPPORTED", CodeOf(await Host.RunAsync("integrationRepositories", new { integrationId = id })));
    }

    [Fact]
    public async Task A_rehearsed_alert_is_not_told()
    {
        var id = Id(await InstallAsync());
        await DoAsync("triggerIntegrationAlert", new { integrationId = id, service = "Database", summary = "x", source = "y", dryRun = true });
        Assert.Empty(Server.Open);
    }

    protected override string Sample(string deliveryId) => Told(deliveryId, "incident.resolved", """{"id":"PINC1","type":"incident","status":"resolved","html_url":"https://acme.pagerduty.com/incidents/PINC1","title":"It is slow"}""");

    protected override Dictionary<string, string> Headers(string body, string secret, string deliveryId) =>
        new() { ["X-PagerDuty-Signature"] = $"v1={EventSigning.Sha256(body, "another")},v1={EventSigning.Sha256(body, secret)}", ["X-Webhook-Id"] = "hook-1" };

    private static string Told(string id, string type, string data) =>
        $$$"""{"event":{"id":"{{{id}}}","event_type":"{{{type}}}","resource_type":"incident","occurred_at":"2026-10-02T18:45:22.169Z","agent":{"id":"P1","type":"user_reference"},"client":null,"data":{{{data}}}}}""";

    [Fact]
    [Trait("Line", "N3")]
    public async Task Incidents_are_told()
    {
        var (_, path, secret) = await ListenAsync();
        await TellAsync(path, secret, Sample("1"), "1");
        await ApplyAsync();
        Assert.Equal("APPLIED INCIDENT_CHANGED PINC1 resolved", await NewestAsync());
        Assert.Equal("incident.changed pagerduty", await ToldAsync("incident"));

        await TellAsync(path, secret, Told("2", "incident.annotated", """{"id":"PNOTE","type":"incident_note","content":"x","incident":{"id":"PINC1","type":"incident_reference","html_url":"https://acme.pagerduty.com/incidents/PINC1"}}"""), "2");
        await ApplyAsync();
        Assert.Equal("APPLIED INCIDENT_CHANGED PINC1 annotated", await NewestAsync());

        Assert.Equal((System.Net.HttpStatusCode.Accepted, "pong"), await TellAsync(path, secret, Told("3", "pagey.ping", """{"message":"Hello from your friend Pagey!","type":"ping"}"""), "3"));
        await ApplyAsync();
        Assert.Equal("IGNORED PING   It is a ping.", await NewestAsync());
    }
}
