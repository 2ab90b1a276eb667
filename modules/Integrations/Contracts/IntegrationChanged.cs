using GraphQLPlugins.Kernel.Outbox;
using MediatR;

namespace GraphQLPlugins.Integrations.Contracts;

/// <summary>What happened to an organization's integration.</summary>
public enum IntegrationAction
{
    /// <summary>It was set up.</summary>
    Added,

    /// <summary>It was set up anew.</summary>
    Reinstalled,

    /// <summary>It was configured.</summary>
    Updated,

    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>The vendor no longer takes what was granted.</summary>
    Expired,

    /// <summary>The vendor takes again what was granted.</summary>
    Restored,

    /// <summary>It was switched off.</summary>
    Disabled,

    /// <summary>It was switched on again.</summary>
    Enabled,
}

/// <summary>An organization's integration was set up, configured, switched or removed. Published once the change is there for everyone to see.</summary>
/// <param name="OrganizationId">Whose it is.</param>
/// <param name="IntegrationId">The organization's integration.</param>
/// <param name="Provider">The provider's key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Action">What happened.</param>
/// <param name="At">When it happened.</param>
public sealed record IntegrationChanged(Guid OrganizationId, Guid IntegrationId, string Provider, string Name, IntegrationAction Action, DateTimeOffset At) : INotification
{
    private const string Resource = "integration";

    /// <summary><c>integration.added</c> and so on; the resource is the provider's key.</summary>
    public static EventMap<IntegrationChanged> Events { get; } = new()
    {
        Types =
        [
            new EventType("integration.added", Resource, "integrations:read", "An integration was set up."),
            new EventType("integration.disabled", Resource, "integrations:read", "An integration was switched off."),
            new EventType("integration.enabled", Resource, "integrations:read", "An integration was switched on again."),
            new EventType("integration.expired", Resource, "integrations:read", "A vendor no longer takes what was granted for an integration."),
            new EventType("integration.reinstalled", Resource, "integrations:read", "An integration was set up anew."),
            new EventType("integration.removed", Resource, "integrations:read", "An integration was removed."),
            new EventType("integration.restored", Resource, "integrations:read", "A vendor takes again what was granted for an integration."),
            new EventType("integration.updated", Resource, "integrations:read", "An integration was configured."),
        ],
        Type = change => $"{Resource}.{change.Action.ToString().ToLowerInvariant()}",
        Organization = change => change.OrganizationId,
        Resource = change => change.Provider,
    };
}
