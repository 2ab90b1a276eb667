using System.Security.Claims;
using System.Text.Json;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.ModuleTesting.SqlServer;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>What is sent to a SQL Server by what needs secrets, vendors or files. The rows are real ones, of the same things as they are on PostgreSQL.</summary>
public sealed class SqlServerFlowTests(ConnectedHost connected) : IClassFixture<ConnectedHost>
{
    /// <summary>The mutations.</summary>
    public static TheoryData<string> Mutations =>
    [
        "activateRepository", "activateRepositoryService", "advanceIntegrationSetup", "applyAppManifest", "applyPluginLock", "completeSourceAuth", "configureIntegrationHook", "createExternalIssue", "deleteIntegrationHook",
        "exchangeAppToken", "importCatalog", "linkExternalIssue", "registerIntegrationHook", "reportAppProblem", "rescanPlugins", "resolveIntegrationAlert", "rotateHookSecret",
        "startIntegrationSetup", "startSourceAuth", "syncExternalIssue", "triggerIntegrationAlert", "updateIntegrationConfig", "uploadAppAvatar",
    ];

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_mutation_sends_these_statements(string mutation)
    {
        var flow = await FlowOfAsync(mutation);
        var rows = await SampleRows.OfAsync(connected.Host.Database, new Dictionary<string, string>
        {
            ["catalog.plugins"] = "plugin_id = 'greeter'", ["catalog.versions"] = "plugin_key = (SELECT id FROM catalog.plugins WHERE plugin_id = 'greeter')", ["catalog.repositories"] = "state = 'Enabled'",
            ["integrations.integrations"] = $"provider = '{flow.Provider}'",
            ["integrations.integration_hooks"] =
                $"integration_id = (SELECT o.id FROM integrations.organization_integrations o JOIN integrations.integrations i ON i.id = o.integration_id WHERE i.provider = '{flow.Provider}')",
            ["integrations.organization_integrations"] = $"integration_id = (SELECT id FROM integrations.integrations WHERE provider = '{flow.Provider}')",
        });
        var server = new RecordedSqlServer(rows.But(flow.Rows));
        await using var host = ModuleHost.OnSqlServer(server, ConnectedHost.Modules, connected.Settings);
        host.Caller = flow.Caller ?? connected.Host.Caller;

        var answer = await (flow.Run?.Invoke(host) ?? host.RunAsync(mutation, new { input = flow.Input }));

        Assert.False(answer.TryGetProperty("errors", out _), $"{answer}\n{host.Log.Failures}\n{string.Join("\n\n", server.Statements)}");
        Assert.True(answer.GetProperty("data").GetProperty(mutation).GetProperty("errors").ValueKind == JsonValueKind.Null, $"{answer}");
        Snapshot.Match(SqlServerTextTests.Text(server.Statements), mutation);
    }

    private async Task<Flow> FlowOfAsync(string mutation)
    {
        var (jira, pagerDuty, slug) = (connected.Integrations["jira"], connected.Integrations["pagerduty"], ConnectedHost.Text(connected.App, "slug"));
        var installation = ConnectedHost.Text(connected.Installed.GetProperty("installation"), "uuid");
        return mutation switch
        {
            "activateRepository" => new(new { provider = "github", repoId = "ada/repo-0001" }) { Rows = """{ "sources.repositories": null, "sources.hooks": null }""" },
            "activateRepositoryService" => new(new { repositoryId = connected.RepositoryId, service = "reader" }),
            "advanceIntegrationSetup" => new(await connected.BeginAsync()),
            "applyAppManifest" => await ManifestAsync(slug),
            "applyPluginLock" => new(new { @lock = (await connected.Host.RunAsync("pluginLock")).GetProperty("data").GetProperty("pluginLock").GetProperty("text").GetString() }) { Rows = $$"""{ "catalog.installations": {{SqlServerRows.Installed}} }""" },
            "completeSourceAuth" => new(new { state = ConnectedHost.Text(await connected.DoAsync("startSourceAuth", new { provider = "github" }), "state"), code = "good-code" }),
            "configureIntegrationHook" => new(new { integrationId = jira }),
            "createExternalIssue" => new(new { integrationId = jira, resource = "plugin:svn", values = ConnectedHost.Issue }) { Rows = """{ "integrations.external_issues": null }""" },
            "deleteIntegrationHook" => new(new { integrationId = jira }),
            "exchangeAppToken" => new(new
            {
                installationUuid = installation, grantType = "AUTHORIZATION_CODE", clientId = ConnectedHost.Text(connected.App, "clientId"), clientSecret = ConnectedHost.Text(connected.App, "clientSecret"),
                code = ConnectedHost.Text(connected.Installed, "code"),
            }),
            "importCatalog" => new(new { }) { Run = host => host.UploadAsync("importCatalog", "catalog.jsonl", ConnectedHost.CatalogFile) },
            "linkExternalIssue" => new(new { integrationId = jira, resource = "plugin:svn", key = "OPS-1" }) { Rows = """{ "integrations.external_issues": null }""" },
            "registerIntegrationHook" => new(new { integrationId = connected.Integrations["vsts"] }) { Provider = "vsts" },
            "reportAppProblem" => new(new { key = "k", message = "Not right.", criticalThreshold = 1 }) { Caller = AppOf(ConnectedHost.Text(connected.App, "uuid"), installation) },
            "rescanPlugins" => new(new { }),
            "resolveIntegrationAlert" => new(new { integrationId = pagerDuty, service = "Database", key = "k" }) { Provider = "pagerduty" },
            "rotateHookSecret" => new(new { id = connected.RepositoryId }),
            "startIntegrationSetup" => new(new { provider = "jira" }),
            "startSourceAuth" => new(new { provider = "github" }),
            "syncExternalIssue" => new(new { id = connected.IssueId }),
            "triggerIntegrationAlert" => new(new { integrationId = pagerDuty, service = "Database", summary = "It is slow", source = "plugin:git", severity = "CRITICAL" }) { Provider = "pagerduty" },
            "updateIntegrationConfig" => new(new { id = pagerDuty, config = new { service_table = Array.Empty<object>() } }) { Provider = "pagerduty" },
            "uploadAppAvatar" => new(new { }) { Run = host => host.UploadAsync("uploadAppAvatar", "logo.png", Png, ("slug", slug)) },
            _ => throw new ArgumentOutOfRangeException(nameof(mutation), mutation, "There is no such flow."),
        };
    }

    private async Task<Flow> ManifestAsync(string slug)
    {
        const string manifest = """{"name":"A better app","author":"Us","webhookUrl":"https://example.com/"}""";
        var preview = await connected.DoAsync("previewAppManifest", new { slug, manifest });
        return new(new { slug, manifest, expectedDigest = ConnectedHost.Text(preview.GetProperty("preview"), "digest") });
    }

    private static PrincipalIdentity AppOf(string app, string installation)
    {
        var identity = ModuleHost.Identity("*");
        identity.AddClaims([new Claim("app", app), new Claim("app_installation", installation)]);
        return identity;
    }

    // The beginning of a picture of 64 by 64 points: all that is read of it.
    private static byte[] Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 64, 0, 0, 0, 64, 8, 6, 0, 0, 0];

    /// <summary>How a mutation comes to be sent.</summary>
    private sealed record Flow(object Input)
    {
        /// <summary>Whose integration is read.</summary>
        public string Provider { get; init; } = "jira";

        /// <summary>What is other than on PostgreSQL; see <see cref="SampleRows.But"/>.</summary>
        public string Rows { get; init; } = "{}";

        public PrincipalIdentity? Caller { get; init; }

        /// <summary>How it is sent, where it is not by its input alone.</summary>
        public Func<ModuleHost, Task<JsonElement>>? Run { get; init; }
    }
}
