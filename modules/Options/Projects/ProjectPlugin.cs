using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Enablement;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Projects;

/// <summary>A plugin as a project may configure it.</summary>
public sealed class ProjectPlugin
{
    private readonly InstalledListing _listing;

    internal ProjectPlugin(Guid projectId, InstalledListing listing) => (ProjectId, _listing) = (projectId, listing);

    internal Guid ProjectId { get; }

    internal (Guid, string) Key => (ProjectId, PluginId);

    /// <summary>The name under which it is installed.</summary>
    public string PluginId => _listing.PluginId;

    /// <summary>The name shown to people.</summary>
    public string Title => _listing.Title;

    public string? Description => _listing.Description;

    /// <summary>The version that is installed; null when it is unknown.</summary>
    public string? Version => _listing.Version;

    /// <summary>Whether its publisher advises against it (P26).</summary>
    public bool Deprecated => _listing.Deprecated;

    /// <summary>Since when; null when it is not, and where the publisher does not say.</summary>
    public DateTimeOffset? DeprecatedAt => _listing.DeprecatedAt;

    /// <summary>Why; null when nobody said.</summary>
    public string? DeprecationReason => _listing.DeprecationReason;

    /// <summary>The plugin to use instead; null when its publisher names none.</summary>
    public string? ReplacedBy => _listing.ReplacedBy;
}

[ObjectType<ProjectPlugin>]
public static partial class ProjectPluginNode
{
    /// <summary>Whether it works in the project, all three switches taken together.</summary>
    public static async Task<bool> GetEnabledAsync([Parent] ProjectPlugin plugin, IProjectOptionsDataLoader options, CancellationToken ct) =>
        (await options.LoadRequiredAsync(plugin.Key, ct)).Enablement.IsEnabled;

    /// <summary>Which of the three switches decides whether it works.</summary>
    public static async Task<PluginEnablement> GetEnablementAsync([Parent] ProjectPlugin plugin, IProjectOptionsDataLoader options, CancellationToken ct) =>
        (await options.LoadRequiredAsync(plugin.Key, ct)).Enablement;

    /// <summary>Whether it is better not shown: the setting <c>Options:HiddenPlugins</c> names it, and the project does not have it on.</summary>
    public static async Task<bool> GetHiddenAsync([Parent] ProjectPlugin plugin, IProjectOptionsDataLoader options, HiddenPlugins hidden, CancellationToken ct) =>
        hidden.Contains(plugin.PluginId) && !(await options.LoadRequiredAsync(plugin.Key, ct)).Enablement.IsEnabled;

    /// <summary>Whether the project may switch it off.</summary>
    public static async Task<bool> GetCanDisableAsync([Parent] ProjectPlugin plugin, IProjectOptionsDataLoader options, CancellationToken ct) =>
        (await options.LoadRequiredAsync(plugin.Key, ct)).Plugin.CanDisable;

    /// <summary>Whether the project has what the plugin needs: its required field is set, or all its required options where it names no field.</summary>
    public static async Task<bool> GetConfiguredAsync([Parent] ProjectPlugin plugin, IProjectOptionsDataLoader options, CancellationToken ct) =>
        (await options.LoadRequiredAsync(plugin.Key, ct)).Set.IsConfigured;

    /// <summary>Its options as the project sees them.</summary>
    public static async Task<OptionSet> GetOptionsAsync([Parent] ProjectPlugin plugin, IProjectOptionsDataLoader options, ProjectOptionsView view, CancellationToken ct) =>
        await view.ShownAsync(await options.LoadRequiredAsync(plugin.Key, ct), ct);
}
