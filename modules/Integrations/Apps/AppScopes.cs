using GraphQLPlugins.Kernel.Identity.Authorization;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>
/// What an app may ask for: the scopes of the app platform, each with what it stands for here, and this server's own capabilities.
/// A wildcard is no scope, nor is what would let an app outlive its permission (tokens) or speak for the server's staff (publishing).
/// </summary>
internal static class AppScopes
{
    public const int MaxCount = 50;

    private const string InstallPrefix = "plugins:install:";

    private sealed record Meaning(string[] Includes, string[] Capabilities);

    // A scope without a capability stands for nothing that this server has; an app may still need its name for events.
    private static readonly Dictionary<string, Meaning> Platform = new()
    {
        ["project:read"] = new([], ["projects:read"]),
        ["project:write"] = new(["project:read"], ["projects:write"]),
        ["project:admin"] = new(["project:read", "project:write"], ["projects:write", "options:write"]),
        ["project:releases"] = new([], []),
        ["project:distribution"] = new([], []),
        ["team:read"] = new([], []),
        ["team:write"] = new(["team:read"], []),
        ["team:admin"] = new(["team:read", "team:write"], []),
        ["event:read"] = new([], ["catalog:read"]),
        ["event:write"] = new(["event:read"], ["catalog:read"]),
        ["event:admin"] = new(["event:read", "event:write"], ["catalog:read"]),
        ["org:read"] = new([], ["catalog:read", "options:read", "integrations:read"]),
        ["org:write"] = new(["org:read"], ["catalog:write", "options:write", "integrations:write"]),
        ["org:admin"] = new(["org:read", "org:write", "org:integrations"], ["catalog:admin", "options:write", "integrations:admin"]),
        ["org:integrations"] = new([], ["integrations:write"]),
        ["org:ci"] = new([], []),
        ["member:read"] = new([], []),
        ["member:write"] = new(["member:read"], []),
        ["member:admin"] = new(["member:read", "member:write"], []),
        ["alerts:read"] = new([], ["catalog:read"]),
        ["alerts:write"] = new(["alerts:read"], ["catalog:read"]),
    };

    /// <summary>The scopes of the platform, for messages.</summary>
    public static string Known { get; } = string.Join(", ", Platform.Keys);

    public static bool IsKnown(string scope) => Platform.ContainsKey(scope) || IsOwn(scope);

    /// <summary>A scope together with those that it includes, in order and each once.</summary>
    public static List<string> Expand(IEnumerable<string> scopes) =>
        [.. scopes.SelectMany(scope => Platform.TryGetValue(scope, out var meaning) ? meaning.Includes.Append(scope) : [scope]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What scopes allow on this server.</summary>
    public static IReadOnlyList<string> Capabilities(IEnumerable<string> scopes) =>
        [.. scopes.SelectMany(scope => Platform.TryGetValue(scope, out var meaning) ? meaning.Capabilities : [scope]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether scopes include one, or are able to do all that it stands for.</summary>
    public static bool Cover(IReadOnlyCollection<string> scopes, string wanted) =>
        scopes.Contains(wanted) || (IsOwn(wanted) && new CapabilitySet(Capabilities(scopes)).Covers(wanted));

    private static bool IsOwn(string scope) =>
        CapabilitySet.IsKnown(scope)
        && (scope.StartsWith(InstallPrefix, StringComparison.Ordinal) ? scope.Length <= 100 : !scope.Contains('*'))
        && !scope.StartsWith("tokens:", StringComparison.Ordinal) && scope != "apps:publish";
}
