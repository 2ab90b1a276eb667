using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.ModuleTesting.SqlServer;

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

    private async Task<string> StatementsAsync(Func<ModuleHost, Task<JsonElement>> ask)
    {
        var server = new RecordedSqlServer(await SampleRows.OfAsync(filled.Host.Database, Named));
        await using var host = ModuleHost.OnSqlServer(server, FilledHost.Modules, ("Catalog:AllowRemoteAdmin", "true"));
        host.Caller = filled.Host.Caller;

        var answer = await ask(host);

        Assert.False(answer.TryGetProperty("errors", out _), $"{answer}\n{host.Log.Failures}\n{string.Join("\n\n", server.Statements)}");
        foreach (var payload in answer.GetProperty("data").EnumerateObject())
            Assert.False(payload.Value.ValueKind == JsonValueKind.Object && payload.Value.TryGetProperty("errors", out var refused) && refused.ValueKind == JsonValueKind.Array && refused.GetArrayLength() > 0, $"{answer}");
        // Statements that run side by side come in any order.
        return string.Join("\nGO\n", server.Statements.Distinct().Order(StringComparer.Ordinal));
    }
}
