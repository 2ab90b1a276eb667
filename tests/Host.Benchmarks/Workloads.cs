using System.Text.Json;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>One workload: what the GraphQL client sends, and what the others answer to the same variables.</summary>
/// <param name="Name">The name in the table; its first word is the floor's path.</param>
/// <param name="Document">The GraphQL document.</param>
/// <param name="Variables">The variables of the n-th request.</param>
/// <param name="Prepare">Runs once with an executor of GraphQL requests; what it returns goes into <paramref name="Variables"/> (a cursor, say).</param>
internal sealed record Workload(string Name, string Document, Func<int, string?, object> Variables, Func<Func<string, object, Task<JsonElement>>, Task<string>>? Prepare = null);

internal static class Workloads
{
    public static IReadOnlyList<Workload> For(int plugins) =>
    [
        // No row: what the way through the host costs.
        new("typename", "{ __typename }", (_, _) => new { }),
        new("plugin", "query P($id: String!) { plugin(pluginId: $id) { pluginId name state installs labels provider confKey updatedAt } }",
            (n, _) => new { id = $"plugin-{n * 7919L % plugins:D7}" }),
        new("list",
            "query L($label: String!, $min: Int!) { plugins(first: 20, where: { labels: { some: { eq: $label } }, installs: { gte: $min } }, order: [{ installs: DESC }]) { nodes { pluginId name state installs labels updatedAt } } }",
            (n, _) => new { label = $"label-{n % 50}", min = 10 }),
        new("nested",
            "query N($label: String!, $min: Int!) { plugins(first: 20, where: { labels: { some: { eq: $label } }, installs: { gte: $min } }, order: [{ installs: DESC }]) { nodes { pluginId name state installs labels updatedAt versions(first: 5) { nodes { version channel releasedAt } } } } }",
            (n, _) => new { label = $"label-{n % 50}", min = 10 }),
        new("depth 1", Page, (_, _) => new { after = (string?)null }),
        new("depth 500", Page, (_, cursor) => new { after = cursor }, ToPage500),
        new("setOption",
            "mutation S($id: String!, $v: JSON) { setOption(input: { pluginId: $id, key: \"enabled\", value: $v }) { optionSet { etag } errors { __typename } } }",
            (n, _) => new { id = $"plugin-{n * 7919L % plugins:D7}", v = n / plugins % 2 == 0 }),
        new("effectiveOptions",
            "query E($id: String!, $scope: OptionScopeInput) { effectiveOptions(pluginId: $id, scope: $scope) { definition { key } provenance ... on PlainOption { effective } } }",
            (_, project) => new { id = SyntheticCatalog.PluginWithOptions, scope = new { kind = "USER", projectId = project } }, SetAtAllScopes),
    ];

    /// <summary>Fifty values at five scopes: a user in a project, the user, the project, the organization, the instance.</summary>
    private static async Task<string> SetAtAllScopes(Func<string, object, Task<JsonElement>> execute)
    {
        var there = (await execute("query($name: String!) { projects(where: { name: { eq: $name } }) { nodes { id } } }", new { name = "measured" })).GetProperty("projects").GetProperty("nodes");
        var project = there.GetArrayLength() > 0
            ? there[0].GetProperty("id").GetString()!
            : (await execute("mutation($name: String!) { createProject(input: { name: $name }) { project { id } } }", new { name = "measured" }))
                .GetProperty("createProject").GetProperty("project").GetProperty("id").GetString()!;
        object[] scopes = [new { kind = "INSTANCE" }, new { kind = "ORGANIZATION" }, new { kind = "PROJECT", projectId = project }, new { kind = "USER" }, new { kind = "USER", projectId = project }];
        for (var scope = 0; scope < scopes.Length; scope++)
        {
            // The innermost scopes set only some, so that values of all scopes count.
            var values = Enumerable.Range(0, SyntheticCatalog.Options).Where(i => i % scopes.Length >= scope)
                .Select(i => new { key = SyntheticCatalog.OptionKey(i), value = $"value {i} of scope {scope}" });
            await execute(
                "mutation($id: String!, $values: [OptionValueInput!]!, $scope: OptionScopeInput) { setOptions(input: { pluginId: $id, values: $values, scope: $scope }) { optionSet { etag } } }",
                new { id = SyntheticCatalog.PluginWithOptions, values, scope = scopes[scope] });
        }
        return project;
    }

    private const string Page = "query D($after: String) { plugins(first: 20, after: $after, order: [{ name: ASC }]) { nodes { pluginId name state installs labels updatedAt } pageInfo { endCursor hasNextPage } } }";

    private static async Task<string> ToPage500(Func<string, object, Task<JsonElement>> execute)
    {
        string? cursor = null;
        for (var page = 1; page < 500; page += 5)
        {
            var data = await execute("query D($after: String) { plugins(first: 100, after: $after, order: [{ name: ASC }]) { pageInfo { endCursor } } }", new { after = cursor });
            cursor = data.GetProperty("plugins").GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
        return cursor!;
    }
}
