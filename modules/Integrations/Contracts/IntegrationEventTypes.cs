using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Kernel.Outbox;

namespace GraphQLPlugins.Integrations.Contracts;

/// <summary>What is told of apps.</summary>
public static class IntegrationEventTypes
{
    /// <summary><c>installation.created</c>, <c>installation.verified</c> and <c>installation.deleted</c>; the resource is the app's slug.</summary>
    public static EventMap<AppInstallationChanged> Installations { get; } = new()
    {
        Types =
        [
            new EventType("installation.created", AppEvents.Installation, "integrations:read", "An app was installed."),
            new EventType("installation.deleted", AppEvents.Installation, "integrations:read", "An app was uninstalled."),
            new EventType("installation.verified", AppEvents.Installation, "integrations:read", "An app confirmed its installation."),
        ],
        Type = change => $"{AppEvents.Installation}.{change.Action.ToString().ToLowerInvariant()}",
        Organization = change => change.OrganizationId,
        Resource = change => change.AppSlug,
        Topic = change => AppInstallationSubscriptions.Topic(change.OrganizationId),
    };
}
