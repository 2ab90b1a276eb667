using GraphQLPlugins.Kernel.Outbox;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>
/// What apps can be told about: resources, the actions of each, and the scope that an app needs for it. Those of the app platform, which come from other systems
/// through apps, and whatever the modules of this server tell.
/// </summary>
public sealed class AppEvents
{
    /// <summary>Told to every app about itself, so nobody asks for it.</summary>
    internal const string Installation = "installation";

    private static readonly Resource[] Platform =
    [
        new("issue", "event:read", ["assigned", "created", "ignored", "resolved", "unresolved"]),
        new("error", "event:read", ["created"]),
        new("comment", "event:read", ["created", "deleted", "updated"]),
        new("seer", "event:read", ["completed", "started"]),
        new("size_analysis", "project:read", ["completed"]),
    ];

    private readonly Dictionary<string, Resource> _byName;

    internal AppEvents(EventTypes types)
    {
        var own = types.All.Where(type => type.Resource != Installation && type.Name.StartsWith($"{type.Resource}.", StringComparison.Ordinal)).GroupBy(type => type.Resource)
            .Select(group => new Resource(group.Key, group.First().Capability, [.. group.Select(type => type.Name[(group.Key.Length + 1)..])]));
        _byName = Platform.Concat(own).DistinctBy(resource => resource.Name).ToDictionary(resource => resource.Name);
        Known = string.Join(", ", _byName.Keys);
    }

    private sealed record Resource(string Name, string Scope, string[] Actions);

    /// <summary>The resources, for messages.</summary>
    internal string Known { get; }

    internal bool IsKnown(string resource) => _byName.ContainsKey(resource);

    /// <summary>Null for a resource that no module tells about any more.</summary>
    internal string? ScopeOf(string resource) => _byName.GetValueOrDefault(resource)?.Scope;

    /// <summary>Every action of some resources, such as <c>issue.created</c>: what is stored, and what deliveries are chosen by.</summary>
    internal List<string> Expand(IEnumerable<string> resources) =>
        [.. resources.Distinct().SelectMany(resource => _byName[resource].Actions.Select(action => $"{resource}.{action}")).Order(StringComparer.Ordinal)];

    /// <summary>The resources whose actions are stored: what an author wrote, and reads back.</summary>
    internal static IReadOnlyList<string> Consolidate(IEnumerable<string> events) => [.. events.Select(e => e[..e.IndexOf('.')]).Distinct()];
}
