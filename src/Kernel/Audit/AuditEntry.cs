using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Audit;

/// <summary>One change: who did what to which thing, and when. Entries are only ever added.</summary>
public sealed class AuditEntry
{
    private AuditEntry() { }

    /// <summary>Ascending in time.</summary>
    [ID]
    public Guid Id { get; private set; }

    /// <summary>When the change was made.</summary>
    public DateTimeOffset At { get; private set; }

    [GraphQLIgnore]
    public Guid? OrganizationId { get; private set; }

    /// <summary>Who made it: the principal's name, or <c>system</c>.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>The mutation's name.</summary>
    public string Action { get; private set; } = "";

    /// <summary>What was changed; null when nothing was.</summary>
    public string? Target { get; private set; }

    /// <summary>Where the change applies; null is the whole organization.</summary>
    public string? Scope { get; private set; }

    /// <summary>Why, where the caller had to give a reason, as for setting a rule of the policy aside; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>SHA-256 of the changed rows as they were, in hexadecimal; null when there were none.</summary>
    public string? BeforeDigest { get; private set; }

    /// <summary>SHA-256 of the changed rows as they are afterwards, in hexadecimal; null when there are none.</summary>
    public string? AfterDigest { get; private set; }

    /// <summary>The request's trace id, which the logs name as well.</summary>
    public string CorrelationId { get; private set; } = "";
}
