using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>A plugin to be installed.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="RepositoryId">Where to look for it; without, the first repository that has it.</param>
/// <param name="Version">The version, as its publisher writes it; without, the best that the policy and the host allow and that goes with the others.</param>
public sealed record PlanPlugin(string PluginId, string? RepositoryId, string? Version);

/// <summary>What is to be planned.</summary>
/// <param name="Plugins">The plugins to be installed, each once.</param>
/// <param name="WithDependencies">Whether what they need comes in too; without, it must be there already.</param>
/// <param name="Activate">Whether they come into use at once.</param>
/// <param name="OverrideReason">Why versions that are more recent than the policy allows may come in; without, they may not.</param>
internal sealed record PlanRequest(IReadOnlyList<PlanPlugin> Plugins, bool WithDependencies = true, bool Activate = true, string? OverrideReason = null)
{
    /// <summary>Whether stored options that do not fit a version which comes in are unset; without, they stand against it.</summary>
    public bool AcceptOptionLoss { get; init; }

    public void Check(int maxPlugins)
    {
        if (Plugins.Count == 0)
            throw new InputInvalidException("plugins", "The list is empty.");
        if (Plugins.Count > maxPlugins)
            throw new InputInvalidException("plugins", $"The list has {Plugins.Count} entries; at most {maxPlugins} are allowed.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var plugin in Plugins)
        {
            Text.Findable(plugin.PluginId, "pluginId");
            if (plugin.RepositoryId is not null)
                Text.Findable(plugin.RepositoryId, "repositoryId");
            if (plugin.Version is not null)
                Text.Findable(plugin.Version, "version", VersionOrder.MaxLength);
            if (!seen.Add(plugin.PluginId))
                throw new InputInvalidException("plugins", $"The plugin '{plugin.PluginId}' is named twice.");
        }
    }
}
