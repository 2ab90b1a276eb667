using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>An argument breaks a rule of its own; the path names it.</summary>
public sealed class InputInvalidException(string argument, string reason) : RefusalException($"{argument}: {reason}", argument)
{
    /// <summary>The argument at fault.</summary>
    public string Field => argument;
}

/// <summary>There is no such plugin, here or in the repository that was named.</summary>
public sealed class PluginNotFoundException(string pluginId, string argument = "pluginId") : RefusalException($"There is no plugin '{pluginId}'.", argument)
{
    /// <summary>The id that was asked for.</summary>
    public string PluginId => pluginId;
}

/// <summary>There is no such repository.</summary>
public sealed class RepositoryNotFoundException(string repository) : RefusalException($"There is no repository '{repository}'.", "repositoryId")
{
    /// <summary>The id or name that was asked for.</summary>
    public string Repository => repository;
}

/// <summary>The plugin exists, that version of it does not.</summary>
public sealed class VersionNotFoundException(string pluginId, string? version)
    : RefusalException(version is null ? $"The plugin '{pluginId}' has no version that may be installed." : $"The plugin '{pluginId}' has no version '{version}'.", "version")
{
    /// <summary>The version that was asked for; null when any would have done.</summary>
    public string? Version => version;
}

/// <summary>Entries of this repository change by import or synchronisation only.</summary>
public sealed class RepositoryReadOnlyException(string repository) : RefusalException($"The repository '{repository}' is read-only.", "repositoryId")
{
    /// <summary>The repository's name.</summary>
    public string Repository => repository;
}

/// <summary>Plugins that do not run can be neither loaded again nor called (G35).</summary>
public sealed class PluginNotRunningException(IReadOnlyList<string> names) : RefusalException($"Plugin(s) {string.Join(", ", names.Select(name => $"\"{name}\""))} not running.", "name")
{
    /// <summary>Those that do not run.</summary>
    public IReadOnlyList<string> Names => names;
}
