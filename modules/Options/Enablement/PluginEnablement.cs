using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Enablement;

/// <summary>The three switches in one place: the entry may be used, the installation runs, and the project or user has it on.</summary>
public static class PluginEnablement
{
    /// <summary>Whether the plugin works at a scope: enabled in the catalog, running, and not switched off there unless it cannot be (P10).</summary>
    public static bool IsEnabled(PluginDeclaration plugin, OptionSet set)
    {
        var item = (PlainOption)set.Items.First(i => i.Definition.Key == PluginOptions.EnabledKey);
        return IsEnabled(plugin, item.Effective);
    }

    /// <summary>The same with the effective value of <c>enabled</c>.</summary>
    internal static bool IsEnabled(PluginDeclaration plugin, JsonElement? enabled) =>
        plugin.IsEnabled && plugin.IsRunning && (!plugin.CanDisable || enabled is { ValueKind: JsonValueKind.True });
}

[QueryType]
public static partial class EnablementQueries
{
    /// <summary>Whether a plugin works at a scope, all three switches taken together; the instance when no scope is named.</summary>
    [Authorize("options:read")]
    public static async Task<bool> IsPluginEnabledAsync(
        string pluginId, OptionScopeInput? scope, PluginDeclarations plugins, OptionSetReader sets, CancellationToken ct)
    {
        var plugin = await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId);
        return PluginEnablement.IsEnabled(plugin, await sets.ReadAsync(pluginId, scope, ct));
    }
}
