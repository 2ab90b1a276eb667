namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>The advice not to use a plugin any more.</summary>
public sealed class PluginDeprecation
{
    internal PluginDeprecation(Plugin plugin)
    {
        (Since, Reason, ReplacedBy, InstallDisallowed) = (plugin.DeprecatedAt, plugin.DeprecationReason, plugin.ReplacedBy, plugin.InstallDisallowed);
        RepositoryKey = plugin.RepositoryKey;
    }

    /// <summary>Since when; null where its publisher does not say.</summary>
    public DateTimeOffset? Since { get; }

    /// <summary>Why; null when nobody said.</summary>
    public string? Reason { get; }

    /// <summary>The id of the plugin to use instead.</summary>
    public string? ReplacedBy { get; }

    /// <summary>Whether the plugin may no longer be installed; where it is installed it stays.</summary>
    public bool InstallDisallowed { get; }

    internal Guid RepositoryKey { get; }
}

[ObjectType<PluginDeprecation>]
public static partial class PluginDeprecationNode
{
    /// <summary>The plugin to use instead; null when none was named, and when no repository has it.</summary>
    public static async Task<Plugin?> GetReplacementAsync([Parent] PluginDeprecation deprecation, IPluginByReferenceDataLoader plugins, CancellationToken ct) =>
        deprecation.ReplacedBy is { } id ? await plugins.LoadAsync(new PluginReference(deprecation.RepositoryKey, id), ct) : null;
}
