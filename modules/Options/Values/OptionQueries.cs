using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Values;

[QueryType]
public static partial class OptionQueries
{
    /// <summary>What a plugin can be told, in form order; empty when it has no options, null when there is no such plugin.</summary>
    [Authorize("options:read")]
    public static async Task<IReadOnlyList<OptionDefinition>?> GetOptionDefinitionsAsync(string pluginId, PluginDeclarations plugins, CancellationToken ct) =>
        (await plugins.FindAsync(pluginId, ct))?.Options().Definitions;

    /// <summary>All options of a plugin as a scope sees them; the instance when no scope is named.</summary>
    [Authorize("options:read")]
    public static Task<OptionSet> GetOptionSetAsync(string pluginId, OptionScopeInput? scope, OptionSetReader sets, CancellationToken ct) =>
        sets.ReadAsync(pluginId, scope, ct);

    /// <summary>The options of a plugin with the values that count at a scope, and where each comes from.</summary>
    [Authorize("options:read")]
    public static Task<IReadOnlyList<IOptionItem>> GetEffectiveOptionsAsync(string pluginId, OptionScopeInput? scope, OptionSetReader sets, CancellationToken ct) =>
        sets.ReadItemsAsync(pluginId, scope, ct);

    /// <summary>The value that exactly this scope sets; null when it sets none, and for secrets.</summary>
    [Authorize("options:read")]
    public static async Task<JsonElement?> GetOptionValueAsync(string pluginId, string key, OptionScopeInput? scope, OptionSetReader sets, CancellationToken ct)
    {
        var item = (await sets.ReadItemsAsync(pluginId, scope, ct)).FirstOrDefault(i => i.Definition.Key == key) ?? throw new OptionUnknownException(pluginId, key);
        return (item as PlainOption)?.Configured;
    }
}
