using System.Text.Json;
using GraphQLPlugins.Engine.Subscriptions;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.ModuleTesting.SqlServer;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>What would be sent to a SQL Server, which cannot be had here. <see cref="TransactSqlTests"/> parses the texts.</summary>
public sealed class SqlServerTextTests(FilledHost filled) : IClassFixture<FilledHost>
{
    // What the variables of the queries name.
    private static readonly Dictionary<string, string> Named = new()
    {
        ["catalog.plugins"] = "plugin_id = 'git'", ["catalog.versions"] = "plugin_key = (SELECT id FROM catalog.plugins WHERE plugin_id = 'git')", ["catalog.repositories"] = "state = 'Enabled'",
    };

    /// <summary>Operations that nobody counts the statements of.</summary>
    public static TheoryData<string, string> Others => new()
    {
        { "app", """{ "slug": "an-app" }""" },
        { "appComponents", """{ "organizationId": "$organization" }""" },
        { "exportOptions", """{ "pluginId": "git", "scope": { "kind": "INSTANCE" } }""" },
        { "externalIssues", """{ "first": 50 }""" },
        { "installation", """{ "name": "git" }""" },
        { "integrationProviders", "{}" },
        { "integrations", """{ "organizationId": "$organization", "first": 50 }""" },
        {
            "pluginQuery",
            """
            { "input": { "filter": [{ "k": "name", "v": "git", "o": "contain" }, { "k": "state", "v": ["ENABLED"], "o": "in" }, { "k": "installs", "v": 10, "o": "gte" }],
              "filterOr": [{ "k": "provider", "v": "aws", "o": "eq" }, { "k": "labels", "v": ["scm"], "o": "in" }], "keyword": "git", "sort": [{ "key": "name" }], "page": { "start": 1, "limit": 10 } } }
            """
        },
        {
            "pluginStats",
            """
            { "input": { "aggregate": [
              { "group": { "keys": [{ "key": "provider", "name": "provider" }, { "key": "created_at", "name": "month", "dateFormat": "month" }],
                "fields": [{ "operator": "count", "name": "plugins" }, { "operator": "sum", "key": "installs", "name": "installs" }, { "operator": "max", "key": "name", "name": "last" }] } },
              { "sort": [{ "key": "plugins", "desc": true }] }, { "limit": 10 }] } }
            """
        },
        { "projectPlugin", """{ "projectId": "$project", "pluginId": "git" }""" },
        { "planInstall", """{ "input": { "plugins": [{ "pluginId": "git" }] } }""" },
        { "pluginsPage", """{ "search": "git", "where": { "state": { "eq": "ENABLED" } }, "skip": 20, "take": 10 }""" },
        { "publisherKeys", """{ "first": 50 }""" },
        { "repositoryServices", "{}" },
        { "sourceProvider", """{ "name": "github" }""" },
        { "webhookDelivery", """{ "id": "$id:WebhookDelivery" }""" },
    };

    /// <summary>Queries that are answered from elsewhere, and why they send nothing of their own.</summary>
    private static readonly Dictionary<string, string> AnsweredElsewhere = new()
    {
        ["componentOptions"] = "an app's own server answers; the app, its installation and its component are read as by appComponents",
        ["discoveredPlugins"] = "the files of a git mirror answer; the repository is read as by sourceRepository",
        ["externalIssueFields"] = "a vendor answers; the integration is read as by integration",
        ["integrationCommits"] = "a vendor answers; the integration is read as by integration",
        ["integrationDeployments"] = "a vendor answers; the integration is read as by integration",
        ["integrationRepositories"] = "a vendor answers; the integration is read as by integration",
        ["matchingFiles"] = "the files of a git mirror answer; the repository is read as by sourceRepository",
        ["remoteIssues"] = "a vendor answers; the integration is read as by integration",
        ["remoteRepositories"] = "a source answers with what an account there may see",
        ["repositoryContents"] = "the files of a git mirror answer; the repository is read as by sourceRepository",
        ["repositoryFile"] = "the files of a git mirror answer; the repository is read as by sourceRepository",
    };

    /// <summary>Queries of one thing and changes of it, which <see cref="SqlServerRows"/> has.</summary>
    public static TheoryData<string, string> OfOne => new()
    {
        { "appStats", """{ "slug": "an-app" }""" },
        { "appWebhookRequests", """{ "slug": "an-app", "errorsOnly": true }""" },
        { "installationHistory", """{ "id": "$id:PluginInstallation", "first": 50 }""" },
        { "integration", """{ "id": "$id:OrganizationIntegration" }""" },
        { "integrationConfig", """{ "id": "$id:OrganizationIntegration" }""" },
        { "integrationEvents", """{ "integrationId": "$id:OrganizationIntegration", "first": 50 }""" },
        { "job", """{ "id": "$id:OperationJob" }""" },
        { "node", """{ "id": "$id:Plugin" }""" },
        { "nodes", """{ "ids": ["$id:Plugin", "$id:PluginVersion", "$id:PluginInstallation", "$id:Repository", "$id:Advisory", "$id:App", "$id:AppInstallation", "$id:AppProblem", "$id:DocIntegration", "$id:ExternalIssue", "$id:HookEvent", "$id:IntegrationEvent", "$id:OperationJob", "$id:OrganizationIntegration", "$id:Project", "$id:SourceRepository", "$id:WebhookDelivery", "$id:WebhookSubscription"] }""" },
        { "sourceRepository", """{ "id": "$id:SourceRepository" }""" },
        { "webhook", """{ "id": "$id:WebhookSubscription" }""" },
        { "disablePlugin", """{ "input": { "name": "git" } }""" },
        { "setAppFeatures", """{ "input": { "slug": "an-app", "features": [{ "feature": "ALERTS" }] } }""" },
        { "updateApp", """{ "input": { "slug": "an-app", "overview": "It does." } }""" },
        { "updatePlugin", """{ "input": { "pluginId": "git", "labels": ["scm"] } }""" },
        { "disableCatalogPlugin", """{ "input": { "pluginId": "git" } }""" },
        { "disableIntegration", """{ "input": { "id": "$id:OrganizationIntegration" } }""" },
        { "publishPluginVersion", """{ "input": { "pluginId": "git", "version": "99.0.0" } }""" },
        { "uninstallPlugin", """{ "input": { "name": "git" } }""" },
        { "deprecatePlugin", """{ "input": { "pluginId": "git", "reason": "Old." } }""" },
        { "deactivateRepository", """{ "input": { "id": "$id:SourceRepository" } }""" },
        { "updateWebhook", """{ "input": { "id": "$id:WebhookSubscription", "active": false } }""" },
        { "skipPluginVersion", """{ "input": { "name": "git", "version": "2.0.0" } }""" },
        { "rotateWebhookSecret", """{ "input": { "id": "$id:WebhookSubscription" } }""" },
        { "updateRepository", """{ "input": { "repositoryId": "r", "priority": 5 } }""" },
        { "unpinPlugin", """{ "input": { "name": "git" } }""" },
        { "uninstallApp", """{ "input": { "installationUuid": "0199aaaa-0000-7000-8000-000000000001" } }""" },
        { "configureRepository", """{ "input": { "id": "$id:SourceRepository", "config": { "includeFiles": ["**/*.json"] } } }""" },
        { "retryJob", """{ "input": { "jobId": "$id:OperationJob" } }""" },
        { "removeIntegration", """{ "input": { "id": "$id:OrganizationIntegration" } }""" },
        { "rotateAppSecret", """{ "input": { "slug": "an-app" } }""" },
        { "updateDocIntegration", """{ "input": { "slug": "a-doc", "isDraft": false } }""" },
        { "disablePlugins", """{ "input": { "names": ["git"] } }""" },
        { "deregisterPlugin", """{ "input": { "pluginId": "git", "force": true } }""" },
        { "deleteWebhook", """{ "input": { "id": "$id:WebhookSubscription" } }""" },
        { "registerTrustedDocuments", """{ "input": { "documents": [{ "text": "{ viewer { name } }" }] } }""" },
        { "copyOptions", """{ "input": { "from": { "pluginId": "git", "scope": { "kind": "INSTANCE" } }, "to": { "pluginId": "git", "scope": { "kind": "PROJECT", "projectId": "$project" } } } }""" },
        { "revertOptions", """{ "input": { "pluginId": "git", "scope": { "kind": "INSTANCE" }, "revision": 0 } }""" },
        { "enableCatalogPlugin", """{ "input": { "pluginId": "git" } }""" },
        { "pinPlugin", """{ "input": { "name": "git" } }""" },
        { "enablePlugins", """{ "input": { "names": ["git"] } }""" },
        { "enablePlugin", """{ "input": { "name": "git" } }""" },
        { "createApp", """{ "input": { "name": "Another", "author": "Us", "webhookUrl": "https://example.com/" } }""" },
        { "installApp", """{ "input": { "slug": "an-app" } }""" },
        { "createDocIntegration", """{ "input": { "name": "Another", "author": "Us", "description": "It is.", "url": "https://example.com/" } }""" },
        { "createWebhook", """{ "input": { "installationUuid": "0199aaaa-0000-7000-8000-000000000001", "identifier": "two", "targetUrl": "https://example.com/", "events": ["options.changed"] } }""" },
        { "triggerWebhook", """{ "input": { "id": "$id:WebhookSubscription", "eventType": "options.changed" } }""" },
        { "redeliverWebhook", """{ "input": { "id": "$id:WebhookDelivery" } }""" },
        { "redeliverWebhooks", """{ "input": { "where": { "subscriptionId": "$id:WebhookSubscription" } } }""" },
        { "resetWebhookBreaker", """{ "input": { "id": "$id:WebhookSubscription" } }""" },
        { "dismissAppProblems", """{ "input": { "keys": ["a"] } }""" },
        { "enableIntegration", """{ "input": { "id": "$id:OrganizationIntegration" } }""" },
    };

    /// <summary>Changes.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "createProject", """{ "input": { "name": "a project" } }""" },
        { "setOption", """{ "input": { "pluginId": "git", "key": "enabled", "value": false, "scope": { "kind": "INSTANCE" } } }""" },
        { "setOptions", """{ "input": { "pluginId": "git", "values": [{ "key": "enabled", "value": false }], "scope": { "kind": "PROJECT", "projectId": "$project" } } }""" },
        { "resetOptions", """{ "input": { "pluginId": "git", "scope": { "kind": "INSTANCE" } } }""" },
        { "unsetOption", """{ "input": { "pluginId": "git", "key": "enabled", "scope": { "kind": "INSTANCE" } } }""" },
        { "setPluginEnabled", """{ "input": { "pluginId": "git", "enabled": false, "scope": { "kind": "USER" } } }""" },
        { "createToken", """{ "input": { "name": "a token", "capabilities": ["catalog:read"] } }""" },
        { "updatePolicy", """{ "input": { "blockAdvisories": true } }""" },
    };

    /// <summary>Every kind of condition, order and page.</summary>
    public static TheoryData<string, string> Conditions => new()
    {
        { "texts", "plugins(where: { name: { contains: \"a\", ncontains: \"b\", startsWith: \"c\", nstartsWith: \"d\", endsWith: \"e\", nendsWith: \"f\" } }) { nodes { name } }" },
        { "texts in any case", "plugins(where: { name: { icontains: \"a\", nicontains: \"b\", icontainsAny: [\"c\", \"d\"], icontainsNone: [\"e\"] } }) { nodes { name } }" },
        { "lists of values", "plugins(where: { name: { in: [\"a\", \"b\"], nin: [\"c\"] }, state: { in: [ENABLED] }, installs: { nin: [1, 2] }, provider: { in: [null, \"x\"] } }) { nodes { name } }" },
        { "comparisons", "plugins(where: { installs: { gt: 1, ngte: 9, lte: 8, nlt: 2 }, updatedAt: { gte: \"2026-01-01T00:00:00Z\" }, deprecated: { eq: false }, provider: { eq: null } }) { nodes { name } }" },
        { "relative times", "plugins(where: { updatedAt: { relative: { gte: \"now-7d\", lt: \"now/d+1d\" } } }) { nodes { name } }" },
        { "labels", "plugins(where: { labels: { some: { eq: \"scm\" } }, authors: { none: { startsWith: \"x\" } } }) { nodes { name } totalCount }" },
        { "any of both", "plugins(where: { or: [{ name: { eq: \"a\" } }, { and: [{ installs: { gt: 5 } }, { labels: { any: true } }] }] }) { nodes { name } }" },
        { "orders", "plugins(order: [{ provider: DESC }, { installs: ASC }]) { nodes { name } pageInfo { endCursor } }" },
        { "the last ones", "plugins(last: 5) { nodes { name } totalCount }" },
        { "documents", "pluginQuery(input: { filter: [{ k: \"tags.icon\", v: \"x\", o: \"eq\" }, { k: \"capability\", v: { a: [1] }, o: \"match\" }], only: [\"plugin_id\"], unwind: { path: \"capability.supported_schema\" } }) { rows totalCount }" },
        { "nested pages", "plugins(first: 2) { nodes { versions(first: 2, where: { version: { contains: \"1\" } }, order: [{ releasedAt: DESC }]) { nodes { version } totalCount } } }" },
    };

    [Theory]
    [MemberData(nameof(CanonicalQueries.All), MemberType = typeof(CanonicalQueries))]
    [MemberData(nameof(Others))]
    [MemberData(nameof(Changes))]
    public async Task An_operation_sends_these_statements(string operation, string variables) =>
        Snapshot.Match(await StatementsAsync(host => host.RunAsync(operation, filled.Variables(variables))), operation);

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task Conditions_become_these_statements(string what, string field) =>
        Snapshot.Match(await StatementsAsync(host => host.QueryAsync($"{{ {field} }}")), what.Replace(' ', '_'));

    [Theory]
    [MemberData(nameof(OfOne))]
    public async Task An_operation_on_one_thing_sends_these_statements(string operation, string variables) =>
        Snapshot.Match(await StatementsAsync(host => host.RunAsync(operation, filled.Variables(variables)), SqlServerRows.AddTo), operation);

    [Theory]
    [MemberData(nameof(SqlServerPreparedMutations.All), MemberType = typeof(SqlServerPreparedMutations))]
    public async Task A_mutation_of_prepared_rows_sends_these_statements(string operation, string variables, string rows) =>
        Snapshot.Match(
            await StatementsAsync(
                host => host.RunAsync(operation, filled.Variables(variables.Replace("$key", SqlServerPreparedMutations.PublicKey, StringComparison.Ordinal))), given => SqlServerRows.AddTo(given).But(rows)),
            operation);

    [Fact]
    public async Task What_subscribers_of_other_hosts_are_told_is_written_by_this_statement()
    {
        var server = new RecordedSqlServer(await SampleRows.OfAsync(filled.Host.Database, Named));
        await using var host = ModuleHost.OnSqlServer(server, FilledHost.Modules);

        await host.Services.GetRequiredService<ITopicEventSender>().SendAsync("a topic", 1);

        for (var i = 0; i < 1200 && !server.Statements.Any(IsForSubscribers); i++) await Task.Delay(50);
        Snapshot.Match(Assert.Single(server.Statements, IsForSubscribers));
    }

    /// <summary>Mutations that send nothing of their own.</summary>
    private static readonly Dictionary<string, string> SentElsewhere = new()
    {
        ["pluginAction"] = "a plugin that runs does it; its options are read as by effectiveOptions",
        ["regenerateOption"] = "the value is written as by setOption",
        ["testPluginConfiguration"] = "a plugin that runs tries it; its options are read as by effectiveOptions",
    };

    [Fact]
    public void Every_mutation_is_sent_or_says_why_not()
    {
        var sent = OfOne.Concat(Changes).Concat(SqlServerPreparedMutations.All).Concat(SqlServerFlowTests.Mutations).Select(row => (string)row[0]).ToHashSet();

        Assert.Empty(SentElsewhere.Keys.Intersect(sent));
        Assert.Equal(SentElsewhere.Keys.Order(StringComparer.Ordinal), Operations("mutation ").Except(sent).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_query_is_sent_or_says_why_not()
    {
        var queries = Operations("query ");
        var sent = CanonicalQueries.All.Concat(Others).Concat(OfOne).Select(row => (string)row[0]).ToHashSet();

        Assert.Empty(AnsweredElsewhere.Keys.Intersect(sent));
        Assert.Equal(queries.Order(StringComparer.Ordinal), queries.Where(query => sent.Contains(query) || AnsweredElsewhere.ContainsKey(query)).Order(StringComparer.Ordinal));
    }

    private static List<string> Operations(string kind) =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "schema", "operations"), "*.graphql")
            .Where(file => File.ReadLines(file).Any(line => line.StartsWith(kind, StringComparison.Ordinal))).Select(file => Path.GetFileNameWithoutExtension(file)!),
    ];

    private async Task<string> StatementsAsync(Func<ModuleHost, Task<JsonElement>> ask, Func<SampleRows, SampleRows>? add = null)
    {
        var rows = await SampleRows.OfAsync(filled.Host.Database, Named);
        var server = new RecordedSqlServer(add?.Invoke(rows) ?? rows);
        await using var host = ModuleHost.OnSqlServer(server, FilledHost.Modules, ("Catalog:AllowRemoteAdmin", "true"));
        host.Caller = filled.Host.Caller;

        var answer = await ask(host);

        Assert.False(answer.TryGetProperty("errors", out _), $"{answer}\n{host.Log.Failures}\n{string.Join("\n\n", server.Statements)}");
        foreach (var payload in answer.GetProperty("data").EnumerateObject())
            Assert.False(payload.Value.ValueKind == JsonValueKind.Object && payload.Value.TryGetProperty("errors", out var refused) && refused.ValueKind == JsonValueKind.Array && refused.GetArrayLength() > 0, $"{answer}");
        return Text(server.Statements);
    }

    /// <summary>Statements as they are kept: those that run side by side come in any order, and those for subscribers of other hosts when they come.</summary>
    internal static string Text(IEnumerable<string> statements) => string.Join("\nGO\n", statements.Where(statement => !IsForSubscribers(statement)).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The host writes what it tells subscribers of other hosts beside its requests.</summary>
    private static bool IsForSubscribers(string statement) => statement.Contains("[kernel].[outbox]", StringComparison.Ordinal);
}
