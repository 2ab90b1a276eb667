using GraphQLPlugins.Catalog.Events;
using GraphQLPlugins.Kernel.Outbox;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>What others may ask to be told of the catalog and of what is installed.</summary>
public static class CatalogEventTypes
{
    /// <summary>Such as <c>plugin.installed</c>; the resource is the installation's name.</summary>
    public static EventMap<PluginLifecycleChanged> Lifecycle { get; } = new()
    {
        Types = [.. Enum.GetValues<PluginLifecycleAction>().Select(a => new EventType(NameOf(a), "plugin", "catalog:read", Describe(a)))],
        Type = change => NameOf(change.Action),
        Organization = change => change.OrganizationId,
        Resource = change => change.Name,
        Topic = change => Topics.Lifecycle(change.OrganizationId),
    };

    /// <summary>Such as <c>catalog.plugin_registered</c>; the resource is the plugin's id, or the repository's where the change is about all of it.</summary>
    public static EventMap<CatalogChanged> Catalog { get; } = new()
    {
        Types = [.. Enum.GetValues<CatalogAction>().Select(a => new EventType(NameOf(a), "catalog", "catalog:read", Describe(a)))],
        Type = change => NameOf(change.Action),
        Resource = change => change.PluginId ?? change.RepositoryId,
        Topic = _ => Topics.Catalog,
    };

    /// <summary>The name of the event that tells of this.</summary>
    public static string NameOf(PluginLifecycleAction action) => "plugin." + action.InGraph().ToLowerInvariant();

    /// <inheritdoc cref="NameOf(PluginLifecycleAction)"/>
    public static string NameOf(CatalogAction action) => "catalog." + action.InGraph().ToLowerInvariant();

    private static string Describe(PluginLifecycleAction action) => action switch
    {
        PluginLifecycleAction.Replaced => "Another version of an installed plugin, or the same one again, took its place.",
        PluginLifecycleAction.Broken => "An installed plugin did not start, and is out of use.",
        PluginLifecycleAction.Repaired => "A plugin that did not start before is in use again.",
        _ => $"A plugin was {action.InGraph().ToLowerInvariant().Replace('_', ' ')}.",
    };

    private static string Describe(CatalogAction action) => action switch
    {
        CatalogAction.PluginRegistered => "An entry was registered.",
        CatalogAction.PluginUpdated => "An entry was changed, enabled or disabled.",
        CatalogAction.PluginDeregistered => "An entry was removed.",
        CatalogAction.Imported => "An import changed a repository.",
        CatalogAction.RepositoryRegistered => "A repository was registered.",
        _ => $"The catalog changed: {action.InGraph().ToLowerInvariant().Replace('_', ' ')}.",
    };
}
