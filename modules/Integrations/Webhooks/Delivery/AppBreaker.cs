namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>
/// How the requests to an app's own addresses have ended lately, wherever it is installed: those of the webhooks that come with the app or its manifest. Webhooks that organizations arranged
/// themselves lead elsewhere and are not counted. Every host that sends adds to it.
/// </summary>
public sealed class AppBreaker
{
    internal const int MaxLength = 1000;

    private AppBreaker()
    {
    }

    internal AppBreaker(Guid appId) => AppId = appId;

    internal Guid AppId { get; private set; }

    internal string? Breaker { get; private set; }

    /// <summary>Counts up when somebody resets it, so that requests from before are not counted after it.</summary>
    internal int Resets { get; private set; }
}

/// <summary>An app's breaker, as a host found it.</summary>
internal sealed record AppCircuit(Guid AppId, string? Breaker, int Resets);

/// <summary>How a request ended, and when.</summary>
internal readonly record struct RequestOutcome(bool Succeeded, DateTimeOffset At);

/// <summary>How requests to an app ended on one host.</summary>
internal sealed record AppOutcomes(Guid AppId, int Resets, IReadOnlyList<RequestOutcome> Outcomes);
