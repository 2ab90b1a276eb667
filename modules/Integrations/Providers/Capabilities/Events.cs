using GraphQLPlugins.Kernel.Hooks;

namespace GraphQLPlugins.Integrations.Providers.Capabilities;

/// <summary>A vendor that tells of changes by itself.</summary>
internal interface IEventSender
{
    /// <summary>Whether all that it tells comes to one address, which the operator registers with the app there; otherwise each organization's integration has an address and a secret of its own.</summary>
    bool UsesOneAddress { get; }

    /// <summary>What it signs with at the one address; null when there is none, or the operator has not told it.</summary>
    string? SharedSecret { get; }

    /// <summary>Whether a delivery is signed with a secret.</summary>
    bool IsAuthentic(HookDelivery delivery, string secret);

    /// <summary>What an authentic delivery tells.</summary>
    /// <exception cref="FormatException">It is not what the vendor documents.</exception>
    VendorEvent Read(HookDelivery delivery);
}

/// <summary>A vendor at which this server can register an organization's address by itself, with what its setup was granted.</summary>
internal interface IHookRegistrar : IEventSender
{
    /// <summary>Has everything told at an address from now on; all of it or nothing.</summary>
    /// <returns>The vendor's ids of what was registered.</returns>
    /// <exception cref="Kernel.Refusals.ProviderException">The vendor does not do it.</exception>
    Task<IReadOnlyList<string>> RegisterHooksAsync(IntegrationAccess access, Uri address, string secret, CancellationToken ct);

    /// <summary>Takes away what was registered; what is gone already is no trouble.</summary>
    /// <exception cref="Kernel.Refusals.ProviderException">The vendor does not do it.</exception>
    Task UnregisterHooksAsync(IntegrationAccess access, IReadOnlyList<string> ids, CancellationToken ct);
}

/// <summary>What follows from what a vendor tells.</summary>
public enum VendorAction
{
    /// <summary>Nothing here depends on it.</summary>
    None,

    /// <summary>It only tries the address out.</summary>
    Ping,

    /// <summary>An issue changed: if it is linked, the vendor is asked for it as it is now.</summary>
    IssueChanged,

    /// <summary>Commits came into a repository.</summary>
    CommitsPushed,

    /// <summary>A deployment began, or came further.</summary>
    DeploymentChanged,

    /// <summary>An incident began, or came further.</summary>
    IncidentChanged,

    /// <summary>The vendor lets this server in no longer.</summary>
    Withdrawn,

    /// <summary>The vendor lets this server in again.</summary>
    Restored,

    /// <summary>Somebody removed the integration at the vendor.</summary>
    Removed,

    /// <summary>A project is gone there: what is configured for it goes too.</summary>
    ProjectRemoved,
}

/// <summary>What a vendor tells.</summary>
/// <param name="Type">The vendor's own word for what happened.</param>
/// <param name="DeliveryId">The vendor's id of the event, the same when it is sent again; null when it has none.</param>
/// <param name="Action">What follows from it.</param>
/// <param name="Subject">What it happened to: an issue's key, or the id of a repository, a deployment, an incident, a project or an installation.</param>
internal sealed record VendorEvent(string Type, string? DeliveryId, VendorAction Action, string? Subject = null)
{
    /// <summary>The vendor's id of what was connected; for vendors with one address.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The vendor's own name of the state that it came into.</summary>
    public string? State { get; init; }

    /// <summary>Its page.</summary>
    public string? Url { get; init; }
}
