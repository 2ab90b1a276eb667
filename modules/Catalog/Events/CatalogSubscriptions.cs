using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Kernel.Identity;
using MediatR;

namespace GraphQLPlugins.Catalog.Events;

[SubscriptionType]
public static partial class CatalogSubscriptions
{
    /// <summary>An installed plugin of the organization was installed, replaced, switched or removed.</summary>
    /// <param name="pluginId">Only about this plugin: the name under which it is installed.</param>
    /// <param name="organizationId">The caller's organization; the same without it.</param>
    /// <param name="name">The older name of <c>pluginId</c>.</param>
    [Authorize("catalog:read")]
    [Subscribe(With = nameof(SubscribeToPluginLifecycleAsync))]
    public static PluginLifecycleChanged OnPluginLifecycle(
        [EventMessage] PluginLifecycleChanged change, string? pluginId, [ID<Organization>] Guid? organizationId, [GraphQLDeprecated("Use pluginId.")] string? name) => change;

    /// <summary>An installed plugin of the organization changed; tells how it is now, and stays silent when it is removed.</summary>
    /// <param name="name">Only about the installation of this name.</param>
    [Authorize("catalog:read")]
    [Subscribe(With = nameof(SubscribeToInstallationsAsync))]
    public static Task<PluginInstallation?> OnInstallationChangedAsync(
        [EventMessage] PluginLifecycleChanged change, string? name, IInstallationByKeyDataLoader installations, CancellationToken ct) =>
        installations.LoadAsync(change.InstallationId, ct);

    /// <summary>An entry was registered, changed or removed, or an import changed a repository.</summary>
    /// <param name="repositoryId">Only about this repository.</param>
    [Authorize("catalog:read")]
    [Subscribe(With = nameof(SubscribeToCatalogAsync))]
    public static CatalogChanged OnCatalogChanged([EventMessage] CatalogChanged change, string? repositoryId) => change;

    /// <summary>The server behind a remote repository came back or went away.</summary>
    /// <param name="repositoryId">Only about this repository.</param>
    [Authorize("catalog:read")]
    [Subscribe(With = nameof(SubscribeToStatusesAsync))]
    public static RemoteStatusChanged OnRemoteStatus([EventMessage] RemoteStatusChanged change, string? repositoryId) => change;

    public static async IAsyncEnumerable<RemoteStatusChanged> SubscribeToStatusesAsync(string? repositoryId, ITopicEventReceiver receiver, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = await receiver.SubscribeAsync<RemoteStatusChanged>(Topics.RemoteStatus, ct);
        await using var closing = stream.ConfigureAwait(false);
        await foreach (var change in stream.ReadEventsAsync().WithCancellation(ct))
            if (repositoryId is null || change.RepositoryId == repositoryId)
                yield return change;
    }

    public static IAsyncEnumerable<PluginLifecycleChanged> SubscribeToPluginLifecycleAsync(
        string? pluginId, [ID<Organization>] Guid? organizationId, string? name, Actor actor, ITopicEventReceiver receiver, CancellationToken ct) =>
        organizationId is null || organizationId == actor.OrganizationId
            ? ChangesAsync(pluginId ?? name, actor, receiver, ct)
            : throw new InputInvalidException("organizationId", "There is no such organization, or it is not yours.");

    private static async IAsyncEnumerable<PluginLifecycleChanged> ChangesAsync(
        string? name, Actor actor, ITopicEventReceiver receiver, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = await receiver.SubscribeAsync<PluginLifecycleChanged>(Topics.Lifecycle(actor.OrganizationId), ct);
        await using var closing = stream.ConfigureAwait(false);
        await foreach (var change in stream.ReadEventsAsync().WithCancellation(ct))
            if (name is null || change.Name == name)
                yield return change;
    }

    public static async IAsyncEnumerable<PluginLifecycleChanged> SubscribeToInstallationsAsync(
        string? name, Actor actor, ITopicEventReceiver receiver, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var change in ChangesAsync(name, actor, receiver, ct))
            if (change.Action != PluginLifecycleAction.Uninstalled)
                yield return change;
    }

    public static async IAsyncEnumerable<CatalogChanged> SubscribeToCatalogAsync(string? repositoryId, ITopicEventReceiver receiver, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = await receiver.SubscribeAsync<CatalogChanged>(Topics.Catalog, ct);
        await using var closing = stream.ConfigureAwait(false);
        await foreach (var change in stream.ReadEventsAsync().WithCancellation(ct))
            if (repositoryId is null || change.RepositoryId == repositoryId)
                yield return change;
    }
}

/// <summary>Passes on to subscribers what no command tells.</summary>
internal sealed class TellSubscribers(ITopicEventSender sender) : INotificationHandler<RemoteStatusChanged>
{
    public async Task Handle(RemoteStatusChanged notification, CancellationToken cancellationToken) => await sender.SendAsync(Topics.RemoteStatus, notification, cancellationToken);
}

internal static class Topics
{
    public const string Catalog = "catalog.changed";

    public const string RemoteStatus = "catalog.remote-status";

    public static string Lifecycle(Guid organizationId) => $"catalog.lifecycle.{organizationId:N}";
}
