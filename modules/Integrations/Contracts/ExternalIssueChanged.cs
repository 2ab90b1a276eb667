using GraphQLPlugins.Integrations.ExternalIssues;
using GraphQLPlugins.Kernel.Outbox;
using MediatR;

namespace GraphQLPlugins.Integrations.Contracts;

/// <summary>What happened to a linked issue.</summary>
public enum ExternalIssueAction
{
    /// <summary>It was created from here, or linked.</summary>
    Created,

    /// <summary>Somebody else has it, or nobody.</summary>
    Assigned,

    /// <summary>It is done.</summary>
    Resolved,

    /// <summary>It is open again.</summary>
    Unresolved,

    /// <summary>Its title, text or state changed.</summary>
    Updated,
}

/// <summary>An issue at a vendor that stands for something here was linked, or changed there. Published once the change is there for everyone to see.</summary>
/// <param name="OrganizationId">Whose it is.</param>
/// <param name="IssueId">The linked issue.</param>
/// <param name="IntegrationId">The organization's integration.</param>
/// <param name="Resource">What it stands for here.</param>
/// <param name="Key">What people call it at the vendor.</param>
/// <param name="Title">Its title.</param>
/// <param name="Url">Its page.</param>
/// <param name="State">The vendor's own name of its state.</param>
/// <param name="IsResolved">Whether that state means that it is done.</param>
/// <param name="Assignee">Who has it at the vendor.</param>
/// <param name="Action">What happened.</param>
/// <param name="At">When it was noticed.</param>
public sealed record ExternalIssueChanged(
    [property: GraphQLIgnore] Guid OrganizationId, [property: ID<ExternalIssue>] Guid IssueId, [property: ID<FirstParty.OrganizationIntegration>] Guid IntegrationId, string Resource, string Key, string Title, string? Url,
    string? State, bool IsResolved, string? Assignee, ExternalIssueAction Action, DateTimeOffset At) : INotification
{
    private const string EventResource = "issue";

    /// <summary><c>issue.created</c>, <c>issue.assigned</c>, <c>issue.resolved</c> and <c>issue.unresolved</c>; the resource is the issue's key. Subscribers hear of all changes.</summary>
    public static EventMap<ExternalIssueChanged> Events { get; } = new()
    {
        Types =
        [
            new EventType("issue.assigned", EventResource, "integrations:read", "A linked issue was given to somebody else at its vendor."),
            new EventType("issue.created", EventResource, "integrations:read", "An issue at a vendor was created from here, or linked."),
            new EventType("issue.resolved", EventResource, "integrations:read", "A linked issue is done."),
            new EventType("issue.unresolved", EventResource, "integrations:read", "A linked issue is open again."),
        ],
        Type = change => change.Action is ExternalIssueAction.Updated ? null : $"{EventResource}.{change.Action.ToString().ToLowerInvariant()}",
        Organization = change => change.OrganizationId,
        Resource = change => change.Key,
        Topic = change => ExternalIssueSubscriptions.Topic(change.OrganizationId),
    };
}
