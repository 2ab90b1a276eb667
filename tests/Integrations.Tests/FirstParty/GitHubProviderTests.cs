using System.Text.Json;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>GitHub: an app that is installed there (N3).</summary>
public sealed class GitHubProviderTests : EventConformance<GitHubServer>
{
    protected override string Provider => "github";

    protected override string Features => "COMMITS ISSUE_BASIC";

    protected override (string ExternalId, string Name) Expected => ("1001", "ada");

    protected override (string Name, string Value)[] Vendor =>
    [
        ("Integrations:GitHub:Url", Server.Url.AbsoluteUri), ("Integrations:GitHub:AppId", GitHubServer.AppId), ("Integrations:GitHub:AppSlug", "plugins"),
        ("Integrations:GitHub:ClientId", VendorServer.ClientId), ("Integrations:GitHub:ClientSecret", VendorServer.ClientSecret), ("Integrations:GitHub:PrivateKey", Server.PrivateKey), ("Integrations:GitHub:WebhookSecret", WebhookSecret),
    ];

    protected override object FirstStep(JsonElement setup) => new { code = Server.LogIn(Url(setup)) };

    protected override Task<string?> ProbeAsync(string integrationId) => CodeAsync("integrationRepositories", new { integrationId });

    protected override async Task<JsonElement> InstallAsync(string? integrationId = null) => await InstallAsync("1001", integrationId);

    private async Task<JsonElement> InstallAsync(string installation, string? integrationId) =>
        await AdvanceAsync(await ToInstallAsync(integrationId), new { installation_id = installation, setup_action = "install" });

    private async Task<JsonElement> ToInstallAsync(string? integrationId = null)
    {
        var setup = await StartAsync(integrationId);
        return (await AdvanceAsync(setup, FirstStep(setup))).GetProperty("setup");
    }

    [Fact]
    [Trait("Line", "N5")]
    public async Task The_steps_are_a_login_and_an_installation_under_states_of_their_own()
    {
        var first = await StartAsync();
        Assert.Equal(("authorize", "REDIRECT", 1, 2), (Text(first.GetProperty("step"), "name"), Text(first.GetProperty("step"), "kind"), first.GetProperty("stepNumber").GetInt32(), first.GetProperty("stepCount").GetInt32()));
        Assert.Contains($"state={Text(first, "state")}", Url(first));
        Assert.Contains($"redirect_uri={Uri.EscapeDataString(RedirectUrl)}", Url(first));

        var second = (await AdvanceAsync(first, FirstStep(first))).GetProperty("setup");
        Assert.Equal($"{Server.Url.AbsoluteUri}apps/plugins/installations/new?state={Text(second, "state")}", Url(second));
        Assert.NotEqual(Text(first, "state"), Text(second, "state"));
    }

    [Fact]
    [Trait("Line", "N5")]
    public async Task An_installation_that_the_person_has_no_access_to_is_refused()
    {
        var setup = await ToInstallAsync();
        Assert.Equal("SETUP_REFUSED", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = new { installation_id = "1002" } }), "code"));
        Assert.Equal("SETUP_STATE_INVALID", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = new { installation_id = "1001" } }), "code"));
        Assert.Empty(await IntegrationsAsync());
    }

    [Fact]
    [Trait("Line", "N5")]
    public async Task A_code_that_was_not_given_for_this_setup_is_refused()
    {
        var other = await StartAsync();
        var setup = await StartAsync();
        // The verifier of this setup does not belong to the other one's challenge.
        var error = await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = new { code = Server.LogIn(Url(other)) } });
        Assert.Equal("SETUP_REFUSED", Text(error, "code"));
    }

    [Fact]
    [Trait("Line", "N6")]
    public async Task Values_that_do_not_fit_leave_the_state_good()
    {
        var setup = await StartAsync();
        var error = await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = new { } });
        Assert.Equal(("FORM_INVALID", "code"), (Text(error, "code"), Text(error.GetProperty("fields")[0], "field")));
        await AdvanceAsync(setup, FirstStep(setup));
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task Another_installation_than_the_one_that_is_set_up_anew_is_refused()
    {
        var id = Id(await InstallAsync());
        Server.Mine.Add("1002");
        var setup = await ToInstallAsync(id);
        var error = await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = new { installation_id = "1002" } });
        Assert.Equal("INTEGRATION_MISMATCH", Text(error, "code"));
        Assert.Single(await IntegrationsAsync());
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task All_repositories_are_listed_and_the_token_is_asked_for_once_an_hour()
    {
        for (var i = 0; i < 250; i++) Server.Repositories.Add($"ada/repo-{i:000}");
        var id = Id(await InstallAsync());

        var page = await QueryAsync("integrationRepositories", new { integrationId = id, first = 2 });
        Assert.Equal((251, "ada/engine"), (page.GetProperty("totalCount").GetInt32(), Text(page.GetProperty("nodes")[0], "repoId")));
        Assert.Equal(3, Server.Requests.Count(r => r.Contains("/installation/repositories", StringComparison.Ordinal)));
        await QueryAsync("integrationRepositories", new { integrationId = id, search = "REPO-1" });
        Assert.Equal(1, Server.TokensGiven);

        Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(await ProbeAsync(id));
        Assert.Equal(2, Server.TokensGiven);
        Server.RevokeInstallationTokens();
        Assert.Null(await ProbeAsync(id));
        Assert.Equal(3, Server.TokensGiven);
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Commits_between_two_references_come_newest_first()
    {
        for (var i = 0; i < 150; i++) Server.Commits.Add($"sha{i:000}");
        var id = Id(await InstallAsync());

        var compared = (await QueryAsync("integrationCommits", new { integrationId = id, repoId = "ada/engine", from = "sha010", to = "main", first = 120 })).EnumerateArray().ToList();
        Assert.Equal((120, "sha149", "sha030"), (compared.Count, Text(compared[0], "sha"), Text(compared[^1], "sha")));
        Assert.Equal(("Change sha149", "Ada", "ada@example.org"), (Text(compared[0], "message"), Text(compared[0], "authorName"), Text(compared[0], "authorEmail")));
        var newest = (await QueryAsync("integrationCommits", new { integrationId = id, repoId = "ada/engine", to = "main", first = 3 })).EnumerateArray().Select(c => Text(c, "sha"));
        Assert.Equal(["sha149", "sha148", "sha147"], newest);
        Assert.Equal("INPUT_INVALID", await CodeAsync("integrationCommits", new { integrationId = id, repoId = "ada/none", to = "main" }));
        Assert.Equal("INPUT_INVALID", await CodeAsync("integrationCommits", new { integrationId = id, repoId = "../user", to = "main" }));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Issues_are_created_searched_linked_and_read_again()
    {
        var id = Id(await InstallAsync());
        var fields = await QueryAsync("externalIssueFields", new { integrationId = id, values = new { repo = "ada/engine" } });
        Assert.Equal(("ada/engine", "ada grace", "bug later"), (Choices(fields, "repo"), Choices(fields, "assignee"), Choices(fields, "labels")));

        var created = (await DoAsync("createExternalIssue", new
        {
            integrationId = id, resource = "plugin:git", values = new { repo = "ada/engine", title = "It breaks", description = "Often.", assignee = "grace", labels = new[] { "bug" } },
        })).GetProperty("externalIssue");
        Assert.Equal(("ada/engine#1", "It breaks", "open", "grace", false), (Text(created, "key"), Text(created, "title"), Text(created, "state"), Text(created, "assignee"), created.GetProperty("isResolved").GetBoolean()));
        Assert.Equal("""["bug"]""", Server.Issues[0]["labels"]!.ToJsonString());

        var found = Assert.Single((await QueryAsync("remoteIssues", new { integrationId = id, search = "breaks" })).EnumerateArray());
        Assert.Equal("ada/engine#1", Text(found, "key"));
        Assert.Equal("EXTERNAL_ISSUE_LINKED", await RefusalAsync("linkExternalIssue", new { integrationId = id, resource = "plugin:git", key = "ada/engine#1" }));
        var linked = (await DoAsync("linkExternalIssue", new { integrationId = id, resource = "plugin:svn", key = "ada/engine#1", comment = "Here too." })).GetProperty("externalIssue");
        Assert.Equal(["1: Here too."], Server.Comments);

        Server.Issues[0]["state"] = "closed";
        var synced = (await DoAsync("syncExternalIssue", new { id = Text(linked, "id") })).GetProperty("externalIssue");
        Assert.Equal(("closed", true), (Text(synced, "state"), synced.GetProperty("isResolved").GetBoolean()));
        Assert.Equal("ETAG_MISMATCH", await RefusalAsync("syncExternalIssue", new { id = Text(linked, "id"), expectedEtag = Text(linked, "etag") }));
        Assert.Equal("ACTION_NOT_SUPPORTED", await RefusalAsync("syncExternalIssue", new { id = Text(linked, "id"), resolved = true }));

        Assert.Equal("ETAG_MISMATCH", await RefusalAsync("unlinkExternalIssue", new { id = Text(linked, "id"), expectedEtag = Text(linked, "etag") }));
        await DoAsync("unlinkExternalIssue", new { id = Text(linked, "id"), expectedEtag = Text(synced, "etag") });
        Assert.Equal("plugin:git", Text(Assert.Single((await QueryAsync("externalIssues", new { integrationId = id })).GetProperty("nodes").EnumerateArray()), "resource"));
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task A_field_that_the_vendor_does_not_take_is_named_and_nothing_is_kept()
    {
        var id = Id(await InstallAsync());
        var error = await RefusedAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { repo = "ada/engine", title = new string('x', 300) } });

        Assert.Equal(("FORM_INVALID", "title", "title is too long (maximum is 256 characters)"), (Text(error, "code"), Text(error.GetProperty("fields")[0], "field"), error.GetProperty("fields")[0].GetProperty("messages")[0].GetString()));
        Assert.Equal(0, (await QueryAsync("externalIssues", new { })).GetProperty("totalCount").GetInt32());
        Assert.Equal("FORM_INVALID", await RefusalAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { repo = "bob/other", title = "x" } }));
        Assert.Equal("REMOTE_ISSUE_NOT_FOUND", await RefusalAsync("linkExternalIssue", new { integrationId = id, resource = "plugin:git", key = "ada/engine#99" }));
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task Too_many_calls_are_told_with_the_time_to_come_back()
    {
        var id = Id(await InstallAsync());
        Server.Trouble = http =>
        {
            http.Response.StatusCode = 403;
            http.Response.Headers["X-RateLimit-Remaining"] = "0";
            http.Response.Headers["X-RateLimit-Reset"] = "1893456000";
            return Task.CompletedTask;
        };
        var error = await RefusedAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { repo = "ada/engine", title = "x" } });
        Assert.Equal(("PROVIDER_RATE_LIMITED", true, "2030-01-01T00:00:00.000Z"), (Text(error, "code"), error.GetProperty("retryable").GetBoolean(), Text(error, "retryAt")));
    }

    private const string WebhookSecret = "webhook-secret-of-the-app";

    protected override string SharedSecret => WebhookSecret;

    protected override string Sample(string deliveryId) => """{"ref":"refs/heads/main","after":"c2","compare":"https://github.com/ada/engine/compare/c1...c2","repository":{"full_name":"ada/engine"},"installation":{"id":1001}}""";

    protected override Dictionary<string, string> Headers(string body, string secret, string deliveryId) => Headers(body, secret, deliveryId, "push");

    private static Dictionary<string, string> Headers(string body, string secret, string deliveryId, string name) =>
        new() { ["X-GitHub-Event"] = name, ["X-GitHub-Delivery"] = deliveryId, ["X-Hub-Signature-256"] = $"sha256={EventSigning.Sha256(body, secret)}" };

    private async Task TellAsync(string name, string body, string deliveryId)
    {
        Assert.Equal(System.Net.HttpStatusCode.Accepted, (await SendAsync("/hooks/integrations/github", body, Headers(body, WebhookSecret, deliveryId, name))).Status);
        await ApplyAsync();
    }

    private static string IssueEvent(string action) => $$$"""{"action":"{{{action}}}","issue":{"number":1,"state":"closed","html_url":"https://github.com/ada/engine/issues/1"},"repository":{"full_name":"ada/engine"},"installation":{"id":1001}}""";

    [Fact]
    [Trait("Line", "N3")]
    public async Task A_linked_issue_is_asked_for_when_GitHub_tells_of_it()
    {
        var id = Id(await InstallAsync());
        await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { repo = "ada/engine", title = "It breaks" } });
        (Server.Issues[0]["state"], Server.Issues[0]["assignee"]) = ("closed", new System.Text.Json.Nodes.JsonObject { ["login"] = "grace" });
        await TellAsync("issues", IssueEvent("closed"), "1");

        Assert.Equal("APPLIED ISSUE_CHANGED ada/engine#1 closed", await NewestAsync());
        var issue = await IssueAsync();
        Assert.Equal(("closed", true, "grace"), (Text(issue, "state"), issue.GetProperty("isResolved").GetBoolean(), Text(issue, "assignee")));
        Assert.Equal("issue.created ada/engine#1, issue.assigned ada/engine#1, issue.resolved ada/engine#1", await ToldAsync("issue"));

        // Told late of what was before, it stays as it is.
        await TellAsync("issues", IssueEvent("opened"), "0");
        Assert.True((await IssueAsync()).GetProperty("isResolved").GetBoolean());
        Server.Issues[0]["state"] = "open";
        await TellAsync("issues", IssueEvent("reopened"), "2");
        Assert.Equal("issue.unresolved ada/engine#1", (await ToldAsync("issue")).Split(", ")[^1]);

        await TellAsync("issues", IssueEvent("closed").Replace("\"number\":1", "\"number\":99"), "3");
        Assert.Equal("IGNORED ISSUE_CHANGED ada/engine#99 closed The issue is not linked to anything here.", await NewestAsync());
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task An_issue_that_moved_is_known_by_its_new_key()
    {
        var id = Id(await InstallAsync());
        await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { repo = "ada/engine", title = "It breaks" } });
        (Server.Issues[0]["repository_url"], Server.Issues[0]["title"]) = ($"{Server.Url.AbsoluteUri}api/v3/repos/ada/notes", "It moved");
        await TellAsync("issues", IssueEvent("transferred"), "1");
        var issue = await IssueAsync();
        Assert.Equal(("ada/notes#1", "It moved"), (Text(issue, "key"), Text(issue, "title")));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Commits_are_told_and_a_suspended_app_is_of_no_use()
    {
        var id = Id(await InstallAsync());
        await TellAsync("push", Sample("1"), "1");
        Assert.Equal("APPLIED COMMITS_PUSHED ada/engine c2", await NewestAsync());
        Assert.Equal("commit.pushed github", await ToldAsync("commit"));

        await TellAsync("installation", """{"action":"suspend","installation":{"id":1001}}""", "2");
        Assert.Equal("INTEGRATION_NOT_ACTIVE", await ProbeAsync(id));
        await TellAsync("push", Sample("3"), "3");
        Assert.Equal("IGNORED COMMITS_PUSHED ada/engine c2 The integration is not in use.", await NewestAsync());
        await TellAsync("installation", """{"action":"unsuspend","installation":{"id":1001}}""", "4");
        Assert.Null(await ProbeAsync(id));
        await TellAsync("installation", """{"action":"deleted","installation":{"id":1001}}""", "5");
        Assert.Equal("EXPIRED", Text(Assert.Single(await IntegrationsAsync()), "status"));
        Assert.Equal("integration.added github, integration.expired github, integration.restored github, integration.expired github", await ToldAsync("integration"));
    }

    [Fact]
    public async Task What_concerns_nobody_here_is_answered_and_not_kept()
    {
        await InstallAsync();
        Assert.Equal((System.Net.HttpStatusCode.Accepted, "ignored"), await TellAsync("/hooks/integrations/github", WebhookSecret, Sample("1").Replace("1001", "1002"), "1"));
        var ping = """{"zen":"Keep it logically awesome.","hook_id":1}""";
        Assert.Equal((System.Net.HttpStatusCode.Accepted, "pong"), await SendAsync("/hooks/integrations/github", ping, Headers(ping, WebhookSecret, "2", "ping")));
        Assert.Empty(await EventsAsync());
        await TellAsync("star", """{"action":"created","installation":{"id":1001}}""", "3");
        Assert.Equal("IGNORED NONE   Nothing here depends on it.", await NewestAsync());
    }
}
