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
    /// <summary>Whether a plugin works at a scope, all three switches taken together; the instance when none is named. <c>pluginEnablement</c> tells why.</summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="projectId">The project, where the scope is one.</param>
    /// <param name="scope">Any other scope. Of projectId and scope one may be given.</param>
    [Authorize("options:read")]
    public static async Task<bool> IsPluginEnabledAsync(
        string pluginId, [ID("Project")] Guid? projectId, OptionScopeInput? scope, PluginDeclarations plugins, ScopeChain scopes, Actor actor, IDbContextFactory<OptionsDb> databases, CancellationToken ct)
    {
        if (projectId is not null && scope is not null)
            throw new InputInvalidException(nameof(projectId), "Of projectId and scope only one may be given.");
        scope ??= projectId is null ? null : new OptionScopeInput(OptionScopeKind.Project, projectId);
        return (await GetPluginEnablementAsync(pluginId, scope, plugins, scopes, actor, databases, ct)).IsEnabled;
    }

    /// <summary>Whether a plugin works at a scope, and which of the three switches decides: the catalog's, the installation's, or the option <c>enabled</c>; the instance when no scope is named.</summary>
    [Authorize("options:read")]
    public static async Task<PluginEnablement> GetPluginEnablementAsync(
        string pluginId, OptionScopeInput? scope, PluginDeclarations plugins, ScopeChain scopes, Actor actor, IDbContextFactory<OptionsDb> databases, CancellationToken ct)
    {
        var plugin = await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId);
        var chain = await scopes.ResolveAsync(scope, ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        var stored = await OptionSetReader.StoredAsync(db, actor.OrganizationId, plugin.ConfKey, chain, ct);
        return PluginEnablement.Of(plugin, EffectiveOptions.Merge(plugin.Options(), OptionSetReader.LayersOf(chain, stored)), chain[0], PluginEnablement.AtInstance(stored));
    }
}
