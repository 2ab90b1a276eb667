using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Integrations.ExternalIssues;

[SubscriptionType]
public static partial class ExternalIssueSubscriptions
{
    internal static string Topic(Guid organizationId) => $"integrations.issue.{organizationId:N}";

    /// <summary>A linked issue changed at its vendor, or another one was linked.</summary>
    /// <param name="organizationId">The caller's organization.</param>
    [Authorize("integrations:read")]
    [Subscribe(With = nameof(SubscribeToExternalIssuesAsync))]
    public static ExternalIssueChanged OnExternalIssue([EventMessage] ExternalIssueChanged change, [ID<Organization>] Guid organizationId) => change;

    public static ValueTask<ISourceStream<ExternalIssueChanged>> SubscribeToExternalIssuesAsync(
        [ID<Organization>] Guid organizationId, ITopicEventReceiver events, Actor actor, CancellationToken ct)
    {
        actor.RequireOrganization(organizationId);
        return events.SubscribeAsync<ExternalIssueChanged>(Topic(organizationId), ct);
    }
}
