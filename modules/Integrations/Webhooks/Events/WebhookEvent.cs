namespace GraphQLPlugins.Integrations.Webhooks.Events;

/// <summary>An event that somebody is told of: kept once, however many webhooks it goes to, and gone when payloads are.</summary>
public sealed class WebhookEvent
{
    private WebhookEvent()
    {
    }

    internal Guid Id { get; private set; }

    internal string Type { get; private set; } = null!;

    internal string? Resource { get; private set; }

    /// <summary>As JSON.</summary>
    internal string Data { get; private set; } = null!;

    /// <summary>Who did it, as JSON: type, id and name.</summary>
    internal string Actor { get; private set; } = null!;

    /// <summary>When it happened.</summary>
    internal DateTimeOffset At { get; private set; }

    internal DateTimeOffset CreatedAt { get; private set; }
}
