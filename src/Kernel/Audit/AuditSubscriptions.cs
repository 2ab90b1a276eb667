namespace GraphQLPlugins.Kernel.Audit;

/// <summary>Which changes to be told of; what is given must all fit.</summary>
/// <param name="Actor">Who made them.</param>
/// <param name="Action">The mutation.</param>
/// <param name="Target">What was changed.</param>
public sealed record AuditEventFilterInput(AuditTextFilterInput? Actor, AuditTextFilterInput? Action, AuditTextFilterInput? Target)
{
    internal bool Fits(AuditEntry entry) => Fits(Actor, entry.Actor) && Fits(Action, entry.Action) && Fits(Target, entry.Target);

    private static bool Fits(AuditTextFilterInput? filter, string? text) => filter?.Fits(text) != false;
}

/// <summary>How a text must be; what is given must all fit.</summary>
/// <param name="Eq">Exactly this.</param>
/// <param name="In">One of these.</param>
/// <param name="StartsWith">Starts so, with this case.</param>
public sealed record AuditTextFilterInput(string? Eq, IReadOnlyList<string>? In, string? StartsWith)
{
    internal bool Fits(string? text) =>
        (Eq is null || text == Eq) && (In is null || (text is not null && In.Contains(text))) && (StartsWith is null || text?.StartsWith(StartsWith, StringComparison.Ordinal) == true);
}

[SubscriptionType]
public static partial class AuditSubscriptions
{
    /// <summary>Each change of the organization as it is made, on whichever host.</summary>
    /// <param name="where">Only these.</param>
    [Authorize("audit:read")]
    [Subscribe(With = nameof(SubscribeToAuditAsync))]
    public static AuditEntry OnAudit([EventMessage] AuditEntry entry, AuditEventFilterInput? where) => entry;

    public static ValueTask<ISourceStream<AuditEntry>> SubscribeToAuditAsync(AuditEventFilterInput? where, AuditStream stream, CancellationToken ct) => stream.OpenAsync(where, ct);
}
