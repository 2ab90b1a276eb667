using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.History;

[QueryType]
public static partial class OptionHistoryQueries
{
    /// <summary>The revisions of a plugin's options at a scope, newest first; at most 100 unless <c>take</c> says less.</summary>
    [Authorize("options:read")]
    public static async Task<IReadOnlyList<OptionRevision>> GetOptionHistoryAsync(
        string pluginId, OptionScopeInput? scope, PluginDeclarations plugins, ScopeChain scopes, Actor actor, IDbContextFactory<OptionsDb> databases,
        CancellationToken ct, int take = OptionHistory.MaxRevisions)
    {
        var plugin = await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId);
        var scopeKey = (await scopes.ResolveAsync(scope, ct))[0].Key;
        await using var db = await databases.CreateDbContextAsync(ct);
        var revisions = await db.Revisions.AsNoTracking()
            .Where(r => r.OrganizationId == actor.OrganizationId && r.ConfKey == plugin.ConfKey && r.ScopeKey == scopeKey)
            .OrderByDescending(r => r.Number)
            .Take(Math.Clamp(take, 0, OptionHistory.MaxRevisions))
            .ToListAsync(ct);
        // What is no option any more may have been a secret, and what has become one was none when it was written.
        foreach (var revision in revisions) revision.Conceal(key => plugin.Options().Find(key) is not { IsSecret: false });
        return revisions;
    }
}

internal static class OptionHistory
{
    public const int MaxRevisions = 100;
}
