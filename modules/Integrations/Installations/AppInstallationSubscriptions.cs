using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Integrations.Installations;

[SubscriptionType]
public static partial class AppInstallationSubscriptions
{
    internal static string Topic(Guid organizationId) => $"integrations.installation.{organizationId:N}";

    /// <summary>An app was installed, confirmed or uninstalled in an organization.</summary>
    /// <param name="organizationId">The caller's organization.</param>
    [Authorize("integrations:read")]
    [Subscribe(With = nameof(SubscribeToAppInstallationsAsync))]
    public static AppInstallationChanged OnAppInstallation([EventMessage] AppInstallationChanged change, [ID<Organization>] Guid organizationId) => change;

    public static ValueTask<ISourceStream<AppInstallationChanged>> SubscribeToAppInstallationsAsync(
        [ID<Organization>] Guid organizationId, ITopicEventReceiver events, Actor actor, CancellationToken ct)
    {
        actor.RequireOrganization(organizationId);
        return events.SubscribeAsync<AppInstallationChanged>(Topic(organizationId), ct);
    }
}
