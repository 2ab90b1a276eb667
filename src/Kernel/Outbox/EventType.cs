namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>A kind of event that others may ask to be told of.</summary>
/// <param name="Name">Resource and what happened to it, such as <c>plugin.installed</c>.</param>
/// <param name="Resource">What it happens to, such as <c>plugin</c>.</param>
/// <param name="Capability">What one must hold to be told.</param>
/// <param name="Description">When it happens, in a sentence.</param>
public sealed record EventType(string Name, string Resource, string Capability, string Description);

/// <summary>All event types of the host's modules.</summary>
public sealed class EventTypes
{
    private readonly Dictionary<string, EventType> _byName;

    internal EventTypes(IEnumerable<EventMap> maps)
    {
        All = [.. maps.SelectMany(m => m.Types).OrderBy(t => t.Name, StringComparer.Ordinal)];
        _byName = All.ToDictionary(t => t.Name);
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<EventType> All { get; }

    /// <summary>The type of this name; null when there is none.</summary>
    public EventType? Find(string name) => _byName.GetValueOrDefault(name);
}

[QueryType]
public static partial class EventTypeQueries
{
    /// <summary>What there is to be told of, by name.</summary>
    [Authorize("catalog:read")]
    public static IReadOnlyList<EventType> GetEventTypes(EventTypes types) => types.All;
}
