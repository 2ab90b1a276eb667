using MediatR;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>What happened to an installed plugin.</summary>
public enum PluginLifecycleAction
{
    /// <summary>It was not there before.</summary>
    Installed,

    /// <summary>Another version, or the same one again, took its place.</summary>
    Replaced,

    /// <summary>It came into use.</summary>
    Enabled,

    /// <summary>It went out of use.</summary>
    Disabled,

    /// <summary>It is gone.</summary>
    Uninstalled,

    /// <summary>It did not start with the host, and is out of use.</summary>
    Broken,

    /// <summary>It did not start before, and is in use again.</summary>
    Repaired,

    /// <summary>It was loaded again as it is.</summary>
    Reloaded,

    /// <summary>The version before took its place again.</summary>
    RolledBack,

    /// <summary>Upgrades pass it over from now on.</summary>
    Pinned,

    /// <summary>Upgrades take it up again.</summary>
    Unpinned,

    /// <summary>Upgrades pass over a version of it from now on, or no longer.</summary>
    VersionSkipped,
}

/// <summary>An installed plugin was installed, replaced, switched or removed. Published once the change is there for everyone to see.</summary>
/// <param name="OrganizationId">Whose plugin it is.</param>
/// <param name="InstallationId">The installation; gone by now when it was uninstalled.</param>
/// <param name="Name">The installation's name.</param>
/// <param name="Action">What happened.</param>
/// <param name="Version">The version in use now, or the last one.</param>
/// <param name="Generation">The installation's generation now, or the last one.</param>
/// <param name="At">When it happened.</param>
public sealed record PluginLifecycleChanged(
    [property: GraphQLIgnore] Guid OrganizationId, [property: ID("PluginInstallation")] Guid InstallationId, string Name, PluginLifecycleAction Action, string? Version, int Generation, DateTimeOffset At) : INotification;

/// <summary>What happened to the catalog.</summary>
public enum CatalogAction
{
    /// <summary>An entry was registered.</summary>
    PluginRegistered,

    /// <summary>An entry was changed, enabled or disabled.</summary>
    PluginUpdated,

    /// <summary>An entry was removed.</summary>
    PluginDeregistered,

    /// <summary>An import changed the repository.</summary>
    Imported,

    /// <summary>A repository was registered.</summary>
    RepositoryRegistered,

    /// <summary>A repository was changed, enabled or disabled.</summary>
    RepositoryUpdated,

    /// <summary>A repository was deleted, with its entries.</summary>
    RepositoryDeleted,

    /// <summary>A repository was synchronised, and something had changed.</summary>
    RepositorySynced,

    /// <summary>A version of an entry was published.</summary>
    VersionPublished,

    /// <summary>A version of an entry was withdrawn.</summary>
    VersionYanked,

    /// <summary>A version of an entry that was withdrawn is offered again.</summary>
    VersionUnyanked,
}

/// <summary>The catalog changed. Published once the change is there for everyone to see.</summary>
/// <param name="RepositoryId">The short id of the repository.</param>
/// <param name="PluginId">The entry; null when the change is about the whole repository.</param>
/// <param name="Action">What happened.</param>
/// <param name="At">When it happened.</param>
public sealed record CatalogChanged(string RepositoryId, string? PluginId, CatalogAction Action, DateTimeOffset At) : INotification;

/// <summary>The server behind a remote repository came back or went away.</summary>
/// <param name="RepositoryId">The short id of the repository.</param>
/// <param name="Up">Whether it answers.</param>
/// <param name="At">When that was noticed.</param>
public sealed record RemoteStatusChanged(string RepositoryId, bool Up, DateTimeOffset At) : INotification;
