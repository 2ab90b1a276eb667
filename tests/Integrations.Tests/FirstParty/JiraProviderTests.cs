using System.Text.Json;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;
using GraphQLPlugins.Kernel.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>Jira Cloud: a site whose issues follow (N3).</summary>
public sealed class JiraProviderTests : EventConformance<JiraServer>
{
    protected override string Provider => "jira";

    protected override string Features => "ISSUE_BASIC ISSUE_SYNC";

    protected override (string ExternalId, string Name) Expected => (JiraServer.Site, "acme");

    protected override (string Name, string Value)[] Vendor =>
    [
        ("Integrations:Jira:AuthUrl", Server.Url.AbsoluteUri), ("Integrations:Jira:ApiUrl", Server.Url.AbsoluteUri),
        ("Integrations:Jira:ClientId", VendorServer.ClientId), ("Integrations:Jira:ClientSecret", VendorServer.ClientSecret),
    ];

    protected override object FirstStep(JsonElement setup) => new { code = Server.LogIn(Url(setup)) };

    protected override Task<string?> ProbeAsync(string integrationId) => CodeAsync("externalIssueFields", new { integrationId });

    protected override async Task<JsonElement> InstallAsync(string? integrationId = null)
    {
        var setup = await StartAsync(integrationId);
        return await AdvanceAsync(setup, FirstStep(setup));
    }

    private static object Values(string summary = "It breaks") => new { project = "10000", issuetype = "10001", summary, description = "One\nTwo", priority = "1", labels = new[] { "a", "b" } };

    [Fact]
    [Trait("Line", "N5")]
    public async Task Of_several_sites_one_is_chosen()
    {
        Server.Sites.Add(("second-site", "emca"));
        var setup = await StartAsync();
        var choose = (await AdvanceAsync(setup, FirstStep(setup))).GetProperty("setup");

        Assert.Equal(("site", "FORM"), (Text(choose.GetProperty("step"), "name"), Text(choose.GetProperty("step"), "kind")));
        Assert.Equal($"{JiraServer.Site} second-site", Choices(choose.GetProperty("step").GetProperty("fields"), "site"));
        Assert.Equal("FORM_INVALID", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(choose, "state"), values = new { site = "confluence-only" } }), "code"));
        var done = await AdvanceAsync(choose, new { site = "second-site" });
        Assert.Equal("emca", Text(done.GetProperty("integration").GetProperty("integration"), "name"));
    }

    [Fact]
    public async Task Who_read_it_before_it_changed_neither_switches_nor_removes_it()
    {
        var id = Id(await InstallAsync());
        var first = await EtagAsync();
        await DoAsync("disableIntegration", new { id, expectedEtag = first });
        var second = await EtagAsync();

        foreach (var mutation in new[] { "disableIntegration", "enableIntegration", "removeIntegration" })
            Assert.Equal((mutation, "ETAG_MISMATCH"), (mutation, await RefusalAsync(mutation, new { id, expectedEtag = first })));
        Assert.Equal(("DISABLED", second), (Text(Assert.Single(await IntegrationsAsync()), "status"), await EtagAsync()));

        await DoAsync("enableIntegration", new { id, expectedEtag = second });
        await DoAsync("removeIntegration", new { id, expectedEtag = await EtagAsync() });
        Assert.Equal("1", await ScalarAsync("SELECT count(*) FROM integrations.organization_integrations WHERE status = 'PendingDeletion'"));

        async Task<string?> EtagAsync() => Text(Assert.Single(await IntegrationsAsync()), "etag");
    }

    [Fact]
    public async Task What_was_granted_is_sealed_and_renewed_in_time()
    {
        var id = Id(await InstallAsync());
        var first = Assert.Single(Server.Tokens.Keys);
        Assert.Equal("0", await ScalarAsync($"SELECT count(*) FROM integrations.organization_integrations l, integrations.integrations i WHERE l::text LIKE '%{first}%' OR i::text LIKE '%{first}%'"));

        Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await ProbeAsync(id));
        Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await ProbeAsync(id));
        Assert.Equal(3, Server.Tokens.Count);

        Server.RefreshTokens.Clear();
        Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal("INTEGRATION_NOT_ACTIVE", await ProbeAsync(id));
        Assert.Equal("EXPIRED", Text(Assert.Single(await IntegrationsAsync()), "status"));
        Assert.Equal(id, Id(await InstallAsync(id)));
        Assert.Null(await ProbeAsync(id));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task The_fields_of_an_issue_are_those_of_its_project()
    {
        for (var i = 0; i < 70; i++) Server.Projects.Add($"P{i}");
        var id = Id(await InstallAsync());
        var all = await QueryAsync("externalIssueFields", new { integrationId = id, values = new { project = "10000", issuetype = "10001" } });

        Assert.Equal("project issuetype summary description priority labels", string.Join(' ', all.EnumerateArray().Select(f => Text(f, "name"))));
        Assert.Equal(71, Choices(all, "project").Split(' ').Length);
        Assert.Equal(("10001", "1 2"), (Choices(all, "issuetype"), Choices(all, "priority")));
        Assert.Equal("project issuetype summary", string.Join(' ', (await QueryAsync("externalIssueFields", new { integrationId = id })).EnumerateArray().Where(f => f.GetProperty("isRequired").GetBoolean()).Select(f => Text(f, "name"))));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Issues_are_created_searched_and_linked()
    {
        var id = Id(await InstallAsync());
        var created = (await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values() })).GetProperty("externalIssue");

        Assert.Equal(("OPS-1", "It breaks", "One\nTwo", "https://acme.atlassian.net/browse/OPS-1", "To Do"), (Text(created, "key"), Text(created, "title"), Text(created, "description"), Text(created, "url"), Text(created, "state")));
        Assert.Equal("""["a","b"]""", Server.Issues["OPS-1"]["fields"]!["labels"]!.ToJsonString());
        Assert.Equal("OPS-1", Text(Assert.Single((await QueryAsync("remoteIssues", new { integrationId = id, search = "breaks", repoId = "OPS" })).EnumerateArray()), "key"));
        await DoAsync("linkExternalIssue", new { integrationId = id, resource = "plugin:svn", key = "OPS-1", comment = "Here too." });
        Assert.Equal(["OPS-1: Here too."], Server.Comments);
        Assert.Equal(2, (await QueryAsync("externalIssues", new { integrationId = id })).GetProperty("totalCount").GetInt32());
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task A_field_that_Jira_does_not_take_is_named()
    {
        var id = Id(await InstallAsync());
        var error = await RefusedAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values("forbidden") });
        Assert.Equal(("FORM_INVALID", "summary", "The summary is not allowed."), (Text(error, "code"), Text(error.GetProperty("fields")[0], "field"), error.GetProperty("fields")[0].GetProperty("messages")[0].GetString()));
        Assert.Equal("FORM_INVALID", await RefusalAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { project = "10000", issuetype = "10001", summary = "x" } }));
        Assert.Empty(Server.Issues);
    }

    [Fact]
    [Trait("Line", "N6")]
    public async Task The_configuration_is_merged_and_checked_against_its_fields()
    {
        var id = Id(await InstallAsync());
        var config = await QueryAsync("integrationConfig", new { id });
        Assert.Equal(("10000", JsonValueKind.Null), (Choices(config.GetProperty("fields"), "sync_status_forward"), config.GetProperty("warning").ValueKind));

        var partial = await RefusedAsync("updateIntegrationConfig", new { id, config = Json("""{ "sync_status_forward": { "10000": { "on_resolve": "Done" } } }""") });
        Assert.Equal(("FORM_INVALID", "10000, on_unresolve: A value is needed."), (Text(partial, "code"), partial.GetProperty("fields")[0].GetProperty("messages")[0].GetString()));
        Assert.Equal("FORM_INVALID", await RefusalAsync("updateIntegrationConfig", new { id, config = Json("""{ "nothing": 1 }""") }));
        Assert.Equal("FORM_INVALID", await RefusalAsync("updateIntegrationConfig", new { id, config = Json("""{ "sync_forward_assignment": "yes" }""") }));

        await DoAsync("updateIntegrationConfig", new { id, config = Json("""{ "sync_forward_assignment": true }"""), expectedEtag = Text(config, "etag") });
        Assert.Equal("ETAG_MISMATCH", await RefusalAsync("updateIntegrationConfig", new { id, config = Json("{}"), expectedEtag = Text(config, "etag") }));
        await DoAsync("updateIntegrationConfig", new { id, config = Json("""{ "sync_status_forward": { "10000": { "on_resolve": "Done", "on_unresolve": "To Do" } } }""") });
        var values = (await QueryAsync("integrationConfig", new { id })).GetProperty("values");
        Assert.Equal((true, "Done"), (values.GetProperty("sync_forward_assignment").GetBoolean(), Text(values.GetProperty("sync_status_forward").GetProperty("10000"), "on_resolve")));

        // Another setup keeps it, and so does a removal that is taken back.
        await DoAsync("removeIntegration", new { id });
        await InstallAsync();
        Assert.True((await QueryAsync("integrationConfig", new { id })).GetProperty("values").GetProperty("sync_forward_assignment").GetBoolean());
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task States_and_assignees_follow_as_far_as_the_configuration_says()
    {
        var id = Id(await InstallAsync());
        var issue = Text((await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values() })).GetProperty("externalIssue"), "id");
        Assert.Equal("ISSUE_SYNC_REFUSED", await RefusalAsync("syncExternalIssue", new { id = issue, resolved = true }));
        Assert.Equal("ISSUE_SYNC_REFUSED", await RefusalAsync("syncExternalIssue", new { id = issue, assignee = "grace@example.org" }));
        await DoAsync("updateIntegrationConfig", new { id, config = Json("""{ "sync_forward_assignment": true, "sync_status_forward": { "10000": { "on_resolve": "Done", "on_unresolve": "To Do" } } }""") });

        var done = (await DoAsync("syncExternalIssue", new { id = issue, resolved = true, assignee = "grace@example.org" })).GetProperty("externalIssue");
        Assert.Equal(("Done", true, "acc-grace"), (Text(done, "state"), done.GetProperty("isResolved").GetBoolean(), Text(done, "assignee")));
        var open = (await DoAsync("syncExternalIssue", new { id = issue, resolved = false, assignee = (string?)null })).GetProperty("externalIssue");
        Assert.Equal(("To Do", false, null), (Text(open, "state"), open.GetProperty("isResolved").GetBoolean(), Text(open, "assignee")));

        Assert.Equal("ISSUE_SYNC_REFUSED", await RefusalAsync("syncExternalIssue", new { id = issue, assignee = "nobody@example.org" }));
        Server.Workflow.Clear();
        Assert.Equal("ISSUE_SYNC_REFUSED", await RefusalAsync("syncExternalIssue", new { id = issue, resolved = true }));
    }

    [Fact]
    public async Task A_repeated_creation_creates_one_issue()
    {
        var id = Id(await InstallAsync());
        var input = new { integrationId = id, resource = "plugin:git", values = Values(), idempotencyKey = "once" };
        var first = (await DoAsync("createExternalIssue", input)).GetProperty("externalIssue");
        var second = (await DoAsync("createExternalIssue", input)).GetProperty("externalIssue");
        Assert.Equal(Text(first, "id"), Text(second, "id"));
        Assert.Single(Server.Issues);

        await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values(), dryRun = true });
        Assert.Single(Server.Issues);
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task At_the_end_of_the_grace_period_nothing_is_left()
    {
        var id = Id(await InstallAsync());
        await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values() });
        await DoAsync("removeIntegration", new { id });
        Clock.Advance(TimeSpan.FromDays(2));
        await Host.Services.GetRequiredService<JobRunner>().RunDueAsync();

        Assert.Equal("0 0 0", await ScalarAsync("SELECT concat_ws(' ', (SELECT count(*) FROM integrations.organization_integrations), (SELECT count(*) FROM integrations.external_issues), (SELECT count(*) FROM integrations.integrations))"));
    }

    protected override string Sample(string deliveryId) => Changed("OPS-1");

    protected override Dictionary<string, string> Headers(string body, string secret, string deliveryId) =>
        new() { ["X-Atlassian-Webhook-Identifier"] = deliveryId, ["X-Hub-Signature"] = $"sha256={EventSigning.Sha256(body, secret)}" };

    private static string Changed(string key, string type = "jira:issue_updated", string items = "") =>
        $$$$"""{"timestamp":1780000000000,"webhookEvent":"{{{{type}}}}","issue":{"id":"1","key":"{{{{key}}}}","fields":{"status":{"name":"Done"}}},"changelog":{"id":"7","items":[{{{{items}}}}]}}""";

    [Fact]
    [Trait("Line", "N3")]
    public async Task State_and_assignee_of_a_linked_issue_follow_Jira()
    {
        var (id, path, secret) = await ListenAsync();
        await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values() });
        var fields = Server.Issues["OPS-1"]["fields"]!;
        fields["status"] = JsonNode("""{"name":"Done","statusCategory":{"key":"done"}}""");
        fields["assignee"] = JsonNode("""{"accountId":"acc-grace","displayName":"Grace"}""");
        var changes = await Host.EventsAsync("onExternalIssue", new { organizationId = await OrganizationIdAsync() }, 2, async () =>
        {
            foreach (var delivery in (string[])["1", "2", "3"]) await TellAsync(path, secret, Changed("OPS-1"), delivery);
            await ApplyAsync();
        });

        Assert.Equal("ASSIGNED RESOLVED", string.Join(' ', changes.Select(c => Text(c, "action"))));
        Assert.All(changes, c => Assert.Equal(("OPS-1", "Done", "Grace"), (Text(c, "key"), Text(c, "state"), Text(c, "assignee"))));
        Assert.Equal(("Done", true, "Grace"), (Text(await IssueAsync(), "state"), (await IssueAsync()).GetProperty("isResolved").GetBoolean(), Text(await IssueAsync(), "assignee")));
        // Three events of one issue are one question, apart from the one after its creation.
        Assert.Equal(2, Server.Requests.Count(r => r.StartsWith("GET") && r.Contains("/issue/OPS-1?")));
    }

    [Fact]
    [Trait("Line", "N3")]
    [Trait("Line", "N7")]
    public async Task A_vendor_that_is_away_is_asked_again_and_one_that_refuses_is_not()
    {
        var (id, path, secret) = await ListenAsync();
        await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values() });
        Server.Issues["OPS-1"]["fields"]!["summary"] = "Changed";
        Server.Trouble = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await TellAsync(path, secret, Changed("OPS-1"), "1");
        await ApplyAsync();
        Assert.Equal(("It breaks", "jira is out of order (HTTP 503); try again later."), (Text(await IssueAsync(), "title"), Text(await IssueAsync(), "syncError")));
        Server.Trouble = null;
        await ApplyAsync();
        Assert.Equal("It breaks", Text(await IssueAsync(), "title"));
        Clock.Advance(TimeSpan.FromSeconds(11));
        await ApplyAsync();
        Assert.Equal(("Changed", null), (Text(await IssueAsync(), "title"), Text(await IssueAsync(), "syncError")));

        Server.Issues.Clear();
        await TellAsync(path, secret, Changed("OPS-1", "jira:issue_deleted"), "2");
        await ApplyAsync();
        Assert.Equal("There is no issue 'OPS-1' that the integration may see.", Text(await IssueAsync(), "syncError"));
        var asked = Server.Requests.Count;
        Clock.Advance(TimeSpan.FromDays(1));
        await ApplyAsync();
        Assert.Equal(asked, Server.Requests.Count);
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task An_event_that_the_database_refuses_holds_up_only_what_is_about_the_same_issue()
    {
        var (id, path, secret) = await ListenAsync();
        foreach (var resource in (string[])["plugin:git", "plugin:svn"]) await DoAsync("createExternalIssue", new { integrationId = id, resource, values = Values() });
        await Host.Database.ExecuteAsync("ALTER TABLE integrations.external_issues ADD CONSTRAINT refuses CHECK (key <> 'OPS-1' OR sync_due_at IS NULL)");
        foreach (var issue in Server.Issues.Values) issue["fields"]!["summary"] = "Changed";
        Clock.Stop();
        await TellAsync(path, secret, Changed("OPS-1"), "1");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await TellAsync(path, secret, Changed("OPS-2"), "2");
        await TellAsync(path, secret, Changed("OPS-1"), "3");
        await ApplyAsync();

        Assert.Equal("1 RECEIVED 1 +10, 2 APPLIED 0 , 3 RECEIVED 0 ", await AttemptsAsync());
        Assert.Equal("It failed on this server; its log says why.", Text((await EventsAsync()).Single(e => Text(e, "deliveryId") == "1"), "reason"));
        Assert.Equal("It breaks, Changed", await ScalarAsync("SELECT string_agg(title, ', ' ORDER BY key) FROM integrations.external_issues"));

        // Not before its time, and each time twice as late.
        Clock.Advance(TimeSpan.FromSeconds(9));
        await ApplyAsync();
        Assert.Equal("1 RECEIVED 1 +1, 2 APPLIED 0 , 3 RECEIVED 0 ", await AttemptsAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ApplyAsync();
        Assert.Equal("1 RECEIVED 2 +20, 2 APPLIED 0 , 3 RECEIVED 0 ", await AttemptsAsync());
        for (var attempt = 3; attempt <= 8; attempt++)
        {
            Clock.Advance(TimeSpan.FromSeconds(10 << attempt));
            await ApplyAsync();
        }
        Assert.Equal("1 FAILED 8 , 2 APPLIED 0 , 3 RECEIVED 1 +10", await AttemptsAsync());

        await Host.Database.ExecuteAsync("ALTER TABLE integrations.external_issues DROP CONSTRAINT refuses");
        await DoAsync("replayIntegrationEvent", new { id = Text((await EventsAsync()).Single(e => Text(e, "deliveryId") == "1"), "id") });
        await ApplyAsync();
        Assert.Equal("1 APPLIED 0 , 2 APPLIED 0 , 3 RECEIVED 1 +10", await AttemptsAsync());
        Assert.Equal("Changed, Changed", await ScalarAsync("SELECT string_agg(title, ', ' ORDER BY key) FROM integrations.external_issues"));
        Clock.Advance(TimeSpan.FromSeconds(10));
        await ApplyAsync();
        Assert.Equal("1 APPLIED 0 , 2 APPLIED 0 , 3 APPLIED 1 ", await AttemptsAsync());
    }

    /// <summary>Of each event its delivery, its status, how often it failed, and in how many seconds it is tried again.</summary>
    private async Task<string> AttemptsAsync() => string.Join(", ", (await EventsAsync()).OrderBy(e => Text(e, "deliveryId")).Select(e =>
        $"{Text(e, "deliveryId")} {Text(e, "status")} {e.GetProperty("failedAttempts")} {(e.GetProperty("retryAt").ValueKind == JsonValueKind.Null ? null : $"+{Math.Round((e.GetProperty("retryAt").GetDateTimeOffset() - Clock.GetUtcNow()).TotalSeconds)}")}"));

    [Fact]
    [Trait("Line", "N3")]
    public async Task An_issue_that_moved_to_another_project_is_found_by_its_old_key()
    {
        var (id, path, secret) = await ListenAsync();
        await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = Values() });
        Server.Issues["OPS-1"]["key"] = "DEV-9";
        await TellAsync(path, secret, Changed("DEV-9", items: """{"field":"Key","fromString":"OPS-1","toString":"DEV-9"}"""), "1");
        await ApplyAsync();
        Assert.Equal("DEV-9", Text(await IssueAsync(), "key"));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"webhookEvent":7}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated"}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"key":["OPS-1"]}}""")]
    public async Task A_signed_body_that_is_no_event_is_refused(string body)
    {
        var (_, path, secret) = await ListenAsync();
        Assert.Equal((System.Net.HttpStatusCode.BadRequest, "unreadable"), await TellAsync(path, secret, body, "1"));
    }

    private static System.Text.Json.Nodes.JsonNode? JsonNode(string text) => System.Text.Json.Nodes.JsonNode.Parse(text);
}
