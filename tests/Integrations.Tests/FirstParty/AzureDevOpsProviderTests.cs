using System.Text.Json;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>Azure DevOps: an organization there, used as the account of whoever connected it (N3).</summary>
public sealed class AzureDevOpsProviderTests : EventConformance<AzureDevOpsServer>
{
    private static readonly string[] Hashes = [.. Enumerable.Range(0, 30).Select(i => i.ToString("x40"))];

    protected override string Provider => "vsts";

    protected override string Features => "COMMITS ISSUE_BASIC ISSUE_SYNC TICKET_RULES";

    protected override (string ExternalId, string Name) Expected => ("acc-1", "fabrikam");

    protected override (string Name, string Value)[] Vendor =>
    [
        ("Integrations:AzureDevOps:Url", Server.Url.AbsoluteUri), ("Integrations:AzureDevOps:ProfileUrl", Server.Url.AbsoluteUri), ("Integrations:AzureDevOps:LoginUrl", Server.Url.AbsoluteUri),
        ("Integrations:AzureDevOps:ClientId", VendorServer.ClientId), ("Integrations:AzureDevOps:ClientSecret", VendorServer.ClientSecret),
    ];

    protected override object FirstStep(JsonElement setup) => new { code = Server.LogIn(Url(setup)) };

    protected override Task<string?> ProbeAsync(string integrationId) => CodeAsync("integrationRepositories", new { integrationId });

    protected override async Task<JsonElement> InstallAsync(string? integrationId = null)
    {
        var setup = await StartAsync(integrationId);
        return await AdvanceAsync(setup, FirstStep(setup));
    }

    [Fact]
    [Trait("Line", "N3")]
    [Trait("Line", "N5")]
    public async Task It_acts_as_an_account_that_belongs_to_one_person()
    {
        var identity = (await InstallAsync()).GetProperty("integration").GetProperty("defaultIdentity");
        Assert.Equal(("profile-of-ada", "Ada", Ada.ToString()), (Text(identity, "externalId"), Text(identity, "name"), Text(identity, "owner")));

        Host.Caller = ModuleHost.Identity("*", principalId: Grace);
        var setup = await StartAsync();
        Assert.Equal("IDENTITY_IN_USE", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = FirstStep(setup) }), "code"));
        Server.Profile = "profile-of-grace";
        Assert.Equal("profile-of-grace", Text((await InstallAsync()).GetProperty("integration").GetProperty("defaultIdentity"), "externalId"));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Commits_between_two_references_are_read()
    {
        Server.Commits.AddRange(Hashes);
        var id = Id(await InstallAsync());
        var repository = Assert.Single((await QueryAsync("integrationRepositories", new { integrationId = id })).GetProperty("nodes").EnumerateArray());
        Assert.Equal(("repo-1", "Fiber/engine", "main", true), (Text(repository, "repoId"), Text(repository, "name"), Text(repository, "defaultBranch"), repository.GetProperty("isPrivate").GetBoolean()));

        var between = (await QueryAsync("integrationCommits", new { integrationId = id, repoId = "repo-1", from = Hashes[10], to = "main", first = 100 })).EnumerateArray().Select(c => Text(c, "sha"));
        Assert.Equal(Hashes.Take(10), between);
        Assert.Equal(Hashes.Take(3), (await QueryAsync("integrationCommits", new { integrationId = id, repoId = "repo-1", to = "main", first = 3 })).EnumerateArray().Select(c => Text(c, "sha")));
        Assert.Equal("INPUT_INVALID", await CodeAsync("integrationCommits", new { integrationId = id, repoId = "repo-9", to = "main" }));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Work_items_are_created_searched_linked_and_kept_in_step()
    {
        var id = Id(await InstallAsync());
        var fields = await QueryAsync("externalIssueFields", new { integrationId = id, values = new { project = "Fiber" } });
        Assert.Equal(("Fiber", "Bug"), (Choices(fields, "project"), Choices(fields, "work_item_type")));
        var created = (await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { project = "Fiber", work_item_type = "Bug", title = "It's slow", description = "<b>" } })).GetProperty("externalIssue");
        Assert.Equal(("1", "It's slow", "New", "&lt;b&gt;", false), (Text(created, "key"), Text(created, "title"), Text(created, "state"), Text(created, "description"), created.GetProperty("isResolved").GetBoolean()));
        Assert.EndsWith("/fabrikam/Fiber/_workitems/edit/1", Text(created, "url"));
        Assert.Equal("1", Text(Assert.Single((await QueryAsync("remoteIssues", new { integrationId = id, search = "slow", repoId = "Fiber" })).EnumerateArray()), "key"));
        await DoAsync("linkExternalIssue", new { integrationId = id, resource = "plugin:svn", key = "1", comment = "Here too." });
        Assert.Equal("Here too.", (string?)Server.Items[1]["fields"]!["System.History"]);

        await DoAsync("updateIntegrationConfig", new { id, config = Json("""{ "sync_forward_assignment": true, "sync_status_forward": { "Fiber": { "on_resolve": "Closed", "on_unresolve": "Active" } } }""") });
        var issue = Text(created, "id");
        var done = (await DoAsync("syncExternalIssue", new { id = issue, resolved = true, assignee = "grace@example.org" })).GetProperty("externalIssue");
        Assert.Equal(("Closed", true, "grace"), (Text(done, "state"), done.GetProperty("isResolved").GetBoolean(), Text(done, "assignee")));
        var open = (await DoAsync("syncExternalIssue", new { id = issue, resolved = false, assignee = (string?)null })).GetProperty("externalIssue");
        Assert.Equal(("Active", false, null), (Text(open, "state"), open.GetProperty("isResolved").GetBoolean(), Text(open, "assignee")));
        Assert.Equal("ISSUE_SYNC_REFUSED", await RefusalAsync("syncExternalIssue", new { id = issue, assignee = "nobody@example.org" }));
        Assert.Equal("FORM_INVALID", await RefusalAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { project = "Fiber", work_item_type = "Bug", title = new string('x', 300) } }));
    }

    [Fact]
    [Trait("Line", "N3")]
    [Trait("Line", "N6")]
    public async Task A_mapping_of_states_needs_both()
    {
        var id = Id(await InstallAsync());
        Assert.Equal("Fiber", Choices((await QueryAsync("integrationConfig", new { id })).GetProperty("fields"), "sync_status_forward"));
        foreach (var half in new[] { """{ "on_resolve": "Closed" }""", """{ "on_unresolve": "New" }""", """{ "on_resolve": "", "on_unresolve": "New" }""" })
            Assert.Equal("FORM_INVALID", await RefusalAsync("updateIntegrationConfig", new { id, config = Json($$"""{ "sync_status_forward": { "Fiber": {{half}} } }""") }));
        await DoAsync("updateIntegrationConfig", new { id, config = Json("""{ "sync_status_forward": { "Fiber": { "on_resolve": "Closed", "on_unresolve": "New" } } }""") });
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task The_login_page_in_place_of_an_answer_means_that_nobody_is_let_in()
    {
        var id = Id(await InstallAsync());
        Server.Tokens.Clear();
        Assert.Equal("PROVIDER_UNAUTHORIZED", await ProbeAsync(id));
    }

    protected override bool IsBodySigned => false;

    protected override string Sample(string deliveryId) => Changed("1", deliveryId);

    protected override Dictionary<string, string> Headers(string body, string secret, string deliveryId) => new() { ["Authorization"] = EventSigning.Basic(secret) };

    private static string Changed(string item, string id) =>
        $$$$"""{"subscriptionId":"s1","notificationId":3,"id":"{{{{id}}}}","eventType":"workitem.updated","publisherId":"tfs","resource":{"id":2,"workItemId":{{{{item}}}},"rev":2,"revision":{"id":{{{{item}}}},"rev":2,"fields":{"System.State":"Closed"}}},"resourceVersion":"1.0"}""";

    [Fact]
    [Trait("Line", "N3")]
    public async Task State_and_assignee_of_a_linked_work_item_follow_Azure_DevOps()
    {
        var (id, path, secret) = await ListenAsync();
        var key = Text((await DoAsync("createExternalIssue", new { integrationId = id, resource = "plugin:git", values = new { project = "Fiber", work_item_type = "Bug", title = "It breaks" } })).GetProperty("externalIssue"), "key")!;
        Server.Items[int.Parse(key)]["fields"]!["System.State"] = "Closed";
        Server.Items[int.Parse(key)]["fields"]!["System.AssignedTo"] = new System.Text.Json.Nodes.JsonObject { ["displayName"] = "Grace" };
        await TellAsync(path, secret, Changed(key, "1"), "1");
        await ApplyAsync();

        Assert.Equal($"APPLIED ISSUE_CHANGED {key} Closed", await NewestAsync());
        var issue = await IssueAsync();
        Assert.Equal(("Closed", true, "Grace"), (Text(issue, "state"), issue.GetProperty("isResolved").GetBoolean(), Text(issue, "assignee")));
        await TellAsync(path, secret, """{"id":"2","eventType":"git.push","resource":{"repository":{"id":"repo-1","remoteUrl":"https://dev.azure.com/fabrikam/_git/web"}}}""", "2");
        await ApplyAsync();
        Assert.Equal("commit.pushed vsts", await ToldAsync("commit"));
        await TellAsync(path, secret, """{"id":"3","eventType":"build.complete","resource":{"id":2}}""", "3");
        await ApplyAsync();
        Assert.Equal("IGNORED NONE   Nothing here depends on it.", await NewestAsync());
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Service_hooks_are_registered_after_a_setup_and_taken_away_with_it()
    {
        Server.Projects.Add("Copper");
        var id = Id(await InstallAsync());
        Assert.NotNull(await HookWarningAsync(id));
        await ApplyAsync();
        Assert.Null(await HookWarningAsync(id));
        Assert.Equal(
            ["id-of-Copper git.push", "id-of-Copper workitem.created", "id-of-Copper workitem.deleted", "id-of-Copper workitem.restored", "id-of-Copper workitem.updated",
             "id-of-Fiber git.push", "id-of-Fiber workitem.created", "id-of-Fiber workitem.deleted", "id-of-Fiber workitem.restored", "id-of-Fiber workitem.updated"],
            Server.Subscriptions.Values.Select(s => $"{s.Project} {s.Type}").Order(StringComparer.Ordinal));
        var (_, _, url, password) = Server.Subscriptions.Values.First();
        Assert.Equal(System.Net.HttpStatusCode.Accepted, (await TellAsync(new Uri(url).AbsolutePath, password, Sample("1"), "1")).Status);

        // Another secret is told to the vendor, and what was registered before goes.
        var before = Server.Subscriptions.Keys.ToList();
        await DoAsync("configureIntegrationHook", new { integrationId = id });
        await ApplyAsync();
        Assert.Equal((10, 0), (Server.Subscriptions.Count, Server.Subscriptions.Keys.Intersect(before).Count()));
        Assert.NotEqual(password, Assert.Single(Server.Subscriptions.Values.Select(s => s.Password).Distinct()));

        await DoAsync("removeIntegration", new { id, dryRun = true });
        Assert.Equal(10, Server.Subscriptions.Count);
        await DoAsync("removeIntegration", new { id });
        Assert.Empty(Server.Subscriptions);
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Service_hooks_that_the_account_may_not_make_are_warned_of_and_made_up_for()
    {
        Server.MaxSubscriptions = 3;
        var id = Id(await InstallAsync());
        await ApplyAsync();
        Assert.Equal("registerHook FAILED", $"{(await ScalarAsync("SELECT split_part(kind, '.', 2) || ' ' || upper(status) FROM kernel.jobs WHERE kind = 'integrations.registerHook'"))}");
        Assert.Empty(Server.Subscriptions);
        Assert.NotNull(await HookWarningAsync(id));
        Assert.Null(await ProbeAsync(id));
        Assert.Equal("PROVIDER_UNAUTHORIZED", await RefusalAsync("registerIntegrationHook", new { integrationId = id }));

        Server.MaxSubscriptions = null;
        var registered = (await DoAsync("registerIntegrationHook", new { integrationId = id })).GetProperty("integration");
        Assert.Equal((JsonValueKind.Null, 5), (registered.GetProperty("hookWarning").ValueKind, Server.Subscriptions.Count));
        await DoAsync("deleteIntegrationHook", new { integrationId = id });
        Assert.Empty(Server.Subscriptions);
        Assert.Equal("INTEGRATION_HOOK_NOT_FOUND", await RefusalAsync("registerIntegrationHook", new { integrationId = id }));
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task Service_hooks_that_are_registered_twice_at_once_are_there_once()
    {
        var id = Id(await InstallAsync());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RefusalAsync("registerIntegrationHook", new { integrationId = id })));
        Assert.True(Array.Exists(outcomes, code => code is null), string.Join(" ", outcomes));
        Assert.All(outcomes, code => Assert.True(code is null or "INTEGRATION_HOOK_CHANGED", code));
        Assert.Equal(5, Server.Subscriptions.Count);
        await DoAsync("removeIntegration", new { id });
        Assert.Empty(Server.Subscriptions);
    }

    private async Task<string?> HookWarningAsync(string id) => Text((await QueryAsync("integration", new { id })), "hookWarning");
}
