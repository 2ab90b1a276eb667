using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Policies;

/// <summary>The policy does not let installed plugins be changed through the API.</summary>
public sealed class RemoteAdminDisabledException() : RefusalException("Remote plugin administration is disabled.");

/// <summary>The plugin must stay in use.</summary>
public sealed class PluginMandatoryException(string name, string? reason = null)
    : RefusalException(reason is null ? $"Plugin {name} is mandatory." : $"Plugin {name} is mandatory: {reason}.", "name")
{
    /// <summary>The plugin's name.</summary>
    public string Name => name;
}

/// <summary>The catalog or the policy does not allow the plugin.</summary>
public sealed class PluginNotAllowedException(string pluginId, string reason) : RefusalException($"The plugin '{pluginId}' may not be installed: {reason}.", "pluginId")
{
    /// <summary>The plugin's id.</summary>
    public string PluginId => pluginId;
}

/// <summary>The version is newer than the policy allows.</summary>
public sealed class ReleaseTooRecentException(string version, TimeSpan minimumReleaseAge)
    : RefusalException($"The version '{version}' has not been out for {minimumReleaseAge.TotalDays:0.##} days, which the policy asks for.", "version")
{
    /// <summary>The version that was asked for.</summary>
    public string Version => version;

    /// <inheritdoc/>
    public override bool Retryable => true;
}
