using System.Text.Json;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.History;

/// <summary>How a value changed.</summary>
public enum OptionChangeKind
{
    Set,
    Unset,
}

/// <summary>One change of a revision. Of secrets only the fact is kept, never a value.</summary>
/// <param name="Key">The option.</param>
/// <param name="Kind">Whether it was set or unset.</param>
/// <param name="IsSecret">Whether values are left out because they are secret.</param>
/// <param name="Before">The value before; null when there was none or it is secret.</param>
/// <param name="After">The value after; null when there is none or it is secret.</param>
public sealed record OptionChange(string Key, OptionChangeKind Kind, bool IsSecret, JsonElement? Before, JsonElement? After);

/// <summary>One change of an option set, as a whole: who, when and what. Never changed afterwards, except that values which have become secrets leave it.</summary>
public sealed class OptionRevision
{
    private OptionRevision()
    {
    }

    internal OptionRevision(Guid organizationId, string confKey, OptionScope scope, int number, IReadOnlyList<OptionChange> changes, string by, DateTimeOffset now)
        : this(organizationId, confKey, scope.Key, number, changes, by, now)
    {
    }

    internal OptionRevision(Guid organizationId, string confKey, string scopeKey, int number, IReadOnlyList<OptionChange> changes, string by, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        OrganizationId = organizationId;
        ConfKey = confKey;
        ScopeKey = scopeKey;
        Number = number;
        ChangesJson = JsonSerializer.Serialize(changes, JsonSerializerOptions.Web);
        ChangedBy = by;
        ChangedAt = now;
    }

    [ID]
    public Guid Id { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal string ConfKey { get; private set; } = "";

    internal string ScopeKey { get; private set; } = "";

    /// <summary>Counts from 1 for each plugin and scope.</summary>
    public int Number { get; private set; }

    internal string ChangesJson { get; private set; } = "[]";

    /// <summary>The changes by key. Values of secrets are left out.</summary>
    public IReadOnlyList<OptionChange> GetChanges() => JsonSerializer.Deserialize<List<OptionChange>>(ChangesJson, JsonSerializerOptions.Web)!;

    /// <summary>Takes out the values of keys that are nobody's to see.</summary>
    /// <returns>Whether there were any.</returns>
    internal bool Conceal(Func<string, bool> isSecret)
    {
        var changes = GetChanges();
        if (!changes.Any(change => !change.IsSecret && isSecret(change.Key))) return false;
        ChangesJson = JsonSerializer.Serialize(changes.Select(change => isSecret(change.Key) ? change with { IsSecret = true, Before = null, After = null } : change), JsonSerializerOptions.Web);
        return true;
    }

    /// <summary>Who made them.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>When they were made.</summary>
    public DateTimeOffset ChangedAt { get; private set; }
}
