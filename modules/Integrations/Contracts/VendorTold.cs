using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Outbox;
using MediatR;

namespace GraphQLPlugins.Integrations.Contracts;

/// <summary>A vendor told of commits, a deployment or an incident. Published once it is there for everyone to see.</summary>
/// <param name="OrganizationId">Whose integration it is.</param>
/// <param name="IntegrationId">The organization's integration.</param>
/// <param name="EventId">The event, whose payload the graph shows.</param>
/// <param name="Provider">The provider's key.</param>
/// <param name="Action">What kind of thing it was.</param>
/// <param name="VendorType">The vendor's own word for what happened.</param>
/// <param name="Subject">The vendor's id of the repository, the deployment or the incident.</param>
/// <param name="State">The vendor's own name of the state that it came into.</param>
/// <param name="Url">Its page.</param>
/// <param name="At">When it was published.</param>
public sealed record VendorTold(
    Guid OrganizationId, Guid IntegrationId, Guid EventId, string Provider, VendorAction Action, string VendorType, string? Subject, string? State, string? Url, DateTimeOffset At) : INotification
{
    /// <summary><c>commit.pushed</c>, <c>deployment.changed</c> and <c>incident.changed</c>; the resource is the provider's key.</summary>
    public static EventMap<VendorTold> Events { get; } = new()
    {
        Types =
        [
            new EventType("commit.pushed", "commit", "integrations:read", "Commits came into a repository at a vendor."),
            new EventType("deployment.changed", "deployment", "integrations:read", "A deployment at a vendor began, or came further."),
            new EventType("incident.changed", "incident", "integrations:read", "An incident at a vendor began, or came further."),
        ],
        Type = told => told.Action switch
        {
            VendorAction.CommitsPushed => "commit.pushed",
            VendorAction.DeploymentChanged => "deployment.changed",
            VendorAction.IncidentChanged => "incident.changed",
            _ => null,
        },
        Organization = told => told.OrganizationId,
        Resource = told => told.Provider,
    };
}
