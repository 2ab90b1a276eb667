using System.Collections.Concurrent;

namespace GraphQLPlugins.Options.Values;

/// <summary>Users that exist and where projects stand. Neither is ever removed or moved, so what was found once stays true on every host.</summary>
internal sealed class KnownScopes
{
    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<(Guid Organization, Guid User), bool> _users = new();
    private readonly ConcurrentDictionary<(Guid Organization, Guid Project), IReadOnlyList<Guid>> _lineages = new();

    public bool IsUser(Guid organization, Guid user) => _users.ContainsKey((organization, user));

    /// <summary>The ids from the top to the project, this one last; null when that is not known.</summary>
    public IReadOnlyList<Guid>? LineageOf(Guid organization, Guid project) => _lineages.GetValueOrDefault((organization, project));

    public void AddUser(Guid organization, Guid user) => Add(_users, (organization, user), true);

    public void Add(Guid organization, Guid project, IReadOnlyList<Guid> lineage) => Add(_lineages, (organization, project), lineage);

    private static void Add<T>(ConcurrentDictionary<(Guid, Guid), T> known, (Guid, Guid) key, T value)
    {
        if (known.Count >= MaxKnown) known.Clear();
        known[key] = value;
    }
}
