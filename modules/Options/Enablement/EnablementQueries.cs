using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Enablement;

[QueryType]
public static partial class EnablementQueries
{
    /// <summary>Whether a plugin works at a scope, all three switches taken together; the instance when no scope is named. <c>pluginEnablement</c> tells why.</summary>
    [Authorize("options:read")]
    public static async Task<bool> IsPluginEnabledAsync(
        string pluginId, OptionScopeInput? scope, PluginDeclarations plugins, ScopeChain scopes, Actor actor, IDbContextFactory<OptionsDb> databases, CancellationToken ct) =>
        (await GetPluginEnablementAsync(pluginId, scope, plugins, scopes, actor, databases, ct)).IsEnabled;

    /// <summary>Whether a plugin works at a scope, and which of the three switches decides: the catalog's, the installation's, or the option <c>enabled</c>; the instance when no scope is named.</summary>
    [Authorize("options:read")]
    public static async Task<PluginEnablement> GetPluginEnablementAsync(
        string pluginId, OptionScopeInput? scope, PluginDeclarations plugins, ScopeChain scopes, Actor actor, IDbContextFactory<OptionsDb> databases, CancellationToken ct)
    {
        var plugin = await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId);
        var chain = await scopes.ResolveAsync(scope, ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        var stored = await OptionSetReader.StoredAsync(db, actor.OrganizationId, plugin.ConfKey, chain, ct);
        return PluginEnablement.Of(plugin, EffectiveOptions.Merge(plugin.Options(), OptionSetReader.LayersOf(chain, stored)));
    }
}
