namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>The queries of <c>schema/operations</c> with variables for <see cref="FilledHost"/>.</summary>
public static class CanonicalQueries
{
    /// <summary>The operation, its variables, and how many statements it sends to PostgreSQL.</summary>
    public static TheoryData<string, string, int> Counted => new()
    {
        { "advisories", """{ "first": 50 }""", 2 },
        { "appInstallations", """{ "organizationId": "$organization" }""", 1 },
        { "appProblems", "{}", 1 },
        { "apps", "{}", 1 },
        { "auditLog", """{ "first": 50 }""", 1 },
        { "availableUpdates", "{}", 3 },
        { "configuredProjects", """{ "pluginIds": ["git"], "first": 50 }""", 3 },
        { "directory", """{ "first": 50 }""", 6 },
        { "docIntegrations", "{}", 1 },
        { "effectiveOptions", """{ "pluginId": "git", "scope": { "kind": "USER", "projectId": "$project" } }""", 2 },
        { "eventTypes", "{}", 0 },
        { "hookEvents", "{}", 1 },
        { "installations", """{ "all": true }""", 1 },
        { "isPluginEnabled", """{ "pluginId": "git", "scope": { "kind": "PROJECT", "projectId": "$project" } }""", 2 },
        { "jobs", """{ "first": 50 }""", 1 },
        { "optionDefinitions", """{ "pluginId": "git" }""", 1 },
        { "optionHistory", """{ "pluginId": "git" }""", 2 },
        { "optionSet", """{ "pluginId": "git", "scope": { "kind": "PROJECT", "projectId": "$project" } }""", 2 },
        { "plugin", """{ "pluginId": "git", "versions": 20 }""", 7 },
        { "pluginDependencies", """{ "pluginId": "git" }""", 4 },
        { "pluginDependents", """{ "pluginId": "git", "first": 50 }""", 2 },
        { "pluginEnablement", """{ "pluginId": "git", "scope": { "kind": "PROJECT", "projectId": "$project" } }""", 2 },
        { "pluginFacets", """{ "facets": ["LABEL", "PROVIDER"] }""", 1 },
        { "pluginLock", "{}", 2 },
        { "pluginVersions", """{ "pluginId": "git", "first": 50 }""", 4 },
        { "plugins", """{ "first": 50 }""", 4 },
        { "policy", "{}", 1 },
        { "projectPlugins", """{ "projectId": "$project", "first": 50 }""", 2 },
        { "projects", """{ "first": 50 }""", 2 },
        { "repositories", "{}", 2 },
        { "repositoryStatuses", "{}", 1 },
        { "sourceProviders", "{}", 1 },
        { "sourceRepositories", """{ "first": 50 }""", 1 },
        { "tokens", """{ "first": 50 }""", 1 },
        { "trustedDocuments", """{ "first": 50 }""", 1 },
        { "versions", """{ "pluginId": "git" }""", 2 },
        { "viewer", "{}", 1 },
        { "webhookDeliveries", """{ "first": 50 }""", 1 },
        { "webhooks", """{ "first": 50 }""", 1 },
    };

    /// <summary>The operation and its variables.</summary>
    public static IEnumerable<object[]> All => Counted.Select(row => row[..2]);
}
