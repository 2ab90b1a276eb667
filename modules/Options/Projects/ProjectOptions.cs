using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Enablement;
using GraphQLPlugins.Options.Hooks;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Projects;

/// <summary>What a project sees of one plugin.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Scope">The project.</param>
/// <param name="Enablement">Whether it works there.</param>
/// <param name="Set">Its options there.</param>
public sealed record ProjectOptions(PluginDeclaration Plugin, OptionScope Scope, PluginEnablement Enablement, OptionSet Set);

/// <summary>Shows options as the running plugin wants them seen.</summary>
public sealed class ProjectOptionsView(PluginCalls calls, Actor actor)
{
    public ValueTask<OptionSet> ShownAsync(ProjectOptions options, CancellationToken ct) => calls.ShownAsync(actor.OrganizationId, options.Scope, options.Set, ct);
}

public static partial class ProjectOptionsLoaders
{
    /// <summary>Of many plugins in a project: their declarations, and one statement for the values at the project and all scopes around it.</summary>
    [DataLoader]
    internal static async Task<Dictionary<(Guid ProjectId, string PluginId), ProjectOptions>> GetProjectOptionsAsync(
        IReadOnlyList<(Guid ProjectId, string PluginId)> keys, PluginDeclarations plugins, ScopeChain scopes, Actor actor, IDbContextFactory<OptionsDb> databases, CancellationToken ct)
    {
        var declared = await plugins.FindAllAsync([.. keys.Select(key => key.PluginId)], ct);
        var seen = new Dictionary<(Guid, string), ProjectOptions>();
        foreach (var project in keys.GroupBy(key => key.ProjectId))
        {
            var chain = await scopes.ResolveAsync(new OptionScopeInput(OptionScopeKind.Project, project.Key), ct);
            PluginDeclaration[] wanted = [.. project.Select(key => declared.GetValueOrDefault(key.PluginId)).OfType<PluginDeclaration>()];
            await using var db = await databases.CreateDbContextAsync(ct);
            var stored = (await OptionSetReader.StoredAsync(db, actor.OrganizationId, [.. wanted.Select(plugin => plugin.ConfKey)], [.. chain.Select(scope => scope.Key)], ct))
                .ToLookup(value => value.ConfKey, StringComparer.Ordinal);
            foreach (var plugin in wanted)
            {
                List<OptionValue> values = [.. stored[plugin.ConfKey]];
                var effective = EffectiveOptions.Merge(plugin.Options(), OptionSetReader.LayersOf(chain, values));
                seen[(project.Key, plugin.PluginId)] = new ProjectOptions(plugin, chain[0], PluginEnablement.Of(plugin, effective, chain[0], PluginEnablement.AtInstance(values)), OptionSetReader.Build(plugin, chain, values));
            }
        }
        return seen;
    }
}
