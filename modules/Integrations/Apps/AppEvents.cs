namespace GraphQLPlugins.Integrations.Apps;

/// <summary>What apps can be told about: resources, the actions of each, and the scope that an app needs for it.</summary>
internal static class AppEvents
{
    private sealed record Resource(string Name, string Scope, string[] Actions);

    private static readonly Resource[] Resources =
    [
        new("issue", "event:read", ["assigned", "created", "ignored", "resolved", "unresolved"]),
        new("error", "event:read", ["created"]),
        new("comment", "event:read", ["created", "deleted", "updated"]),
        new("seer", "event:read", ["completed", "started"]),
        new("size_analysis", "project:read", ["completed"]),
        new("plugin", "catalog:read", ["disabled", "enabled", "installed", "replaced", "uninstalled"]),
        new("options", "options:read", ["changed"]),
    ];

    private static readonly Dictionary<string, Resource> ByName = Resources.ToDictionary(resource => resource.Name);

    /// <summary>The resources, for messages.</summary>
    public static string Known { get; } = string.Join(", ", Resources.Select(resource => resource.Name));

    public static bool IsKnown(string resource) => ByName.ContainsKey(resource);

    public static string ScopeOf(string resource) => ByName[resource].Scope;

    /// <summary>Every action of some resources, such as <c>issue.created</c>: what is stored, and what deliveries are chosen by.</summary>
    public static List<string> Expand(IEnumerable<string> resources) =>
        [.. resources.Distinct().SelectMany(resource => ByName[resource].Actions.Select(action => $"{resource}.{action}")).Order(StringComparer.Ordinal)];

    /// <summary>The resources whose actions are stored: what an author wrote, and reads back.</summary>
    public static IReadOnlyList<string> Consolidate(IEnumerable<string> events) => [.. events.Select(e => e[..e.IndexOf('.')]).Distinct()];
}
