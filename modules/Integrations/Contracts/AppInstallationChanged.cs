using MediatR;

namespace GraphQLPlugins.Integrations.Contracts;

/// <summary>What happened to an app's installation.</summary>
public enum AppInstallationAction
{
    /// <summary>The app was installed.</summary>
    Created,

    /// <summary>The app confirmed its installation.</summary>
    Verified,

    /// <summary>The app was uninstalled, or it is going away altogether.</summary>
    Deleted,
}

/// <summary>Who did something, as apps are told.</summary>
/// <param name="Type"><c>user</c> or <c>application</c>.</param>
/// <param name="Id">A principal's or an app's id; the name where there is none.</param>
/// <param name="Name">For people.</param>
public sealed record EventActor(string Type, string Id, string Name);

/// <summary>
/// An app was installed, confirmed or uninstalled. Published once the change is there for everyone to see. An uninstalled app keeps its address and
/// secret for some time, so that it can still be told.
/// </summary>
/// <param name="OrganizationId">Where it is installed.</param>
/// <param name="InstallationId">The installation's uuid.</param>
/// <param name="AppId">The app.</param>
/// <param name="AppSlug">The app's slug.</param>
/// <param name="Action">What happened.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="At">When it happened.</param>
public sealed record AppInstallationChanged(
    [property: GraphQLIgnore] Guid OrganizationId, [property: GraphQLName("installationUuid")] Guid InstallationId, [property: GraphQLIgnore] Guid AppId, string AppSlug,
    AppInstallationAction Action, EventActor Actor, DateTimeOffset At) : INotification;
