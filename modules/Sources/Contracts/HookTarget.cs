namespace GraphQLPlugins.Sources.Contracts;

/// <summary>Where a source is to send changes. Its text shows nothing of the secret.</summary>
/// <param name="Url">The address.</param>
/// <param name="Secret">What to sign with.</param>
/// <param name="RemoteId">The source's id of the hook; null before it is known.</param>
public sealed record HookTarget(string Url, string Secret, string? RemoteId)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(HookTarget);
}

/// <summary>What a delivery tells.</summary>
/// <param name="EventType">The source's word for what happened.</param>
/// <param name="RepoId">The repository; null when it names none.</param>
/// <param name="Branches">The branches that changed.</param>
/// <param name="Tags">The tags that changed.</param>
/// <param name="IsPing">Whether it only tries out the hook.</param>
/// <param name="DeliveryId">The source's id of the delivery, the same when it is sent again; null when it has none.</param>
/// <param name="IgnoredBecause">Why it asks for nothing although it is no ping; null when it asks for a sync.</param>
public sealed record HookReading(
    string EventType, string? RepoId, IReadOnlyList<string> Branches, IReadOnlyList<string> Tags, bool IsPing, string? DeliveryId, string? IgnoredBecause = null);
