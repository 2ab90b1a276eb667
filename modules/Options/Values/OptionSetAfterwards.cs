using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Hooks;
using GraphQLPlugins.Options.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Values;

/// <summary>A set inside the command's transaction, with what the command has just changed.</summary>
internal sealed class OptionSetAfterwards(OptionsDb db, UnitOfWork work, PluginCalls calls, Actor actor)
{
    public async Task<OptionSet> ReadAsync(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        var values = await KnownAsync(plugin.ConfKey, chain, ct) ?? await StoredAsync(plugin.ConfKey, chain, ct);
        return await calls.ShownAsync(actor.OrganizationId, chain[0], OptionSetReader.Build(plugin, chain, values), ct);
    }

    private async Task<List<OptionValue>> StoredAsync(string confKey, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        await work.FlushAsync(ct);
        return await OptionSetReader.StoredAsync(db, actor.OrganizationId, confKey, chain, ct);
    }

    /// <summary>
    /// The command has loaded the scope's own values and changed them here, so only those of the scopes around it need to be read.
    /// Null where the database may store another text than it is given, which the etag would show.
    /// </summary>
    private async Task<List<OptionValue>?> KnownAsync(string confKey, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        var known = new List<OptionValue>();
        foreach (var entry in db.ChangeTracker.Entries<OptionValue>())
        {
            var value = entry.Entity;
            if (value.ConfKey != confKey || value.ScopeKey != chain[0].Key) return null;
            if (entry.State is EntityState.Added or EntityState.Modified && !value.IsStoredAsWritten) return null;
            if (entry.State is not (EntityState.Deleted or EntityState.Detached)) known.Add(value);
        }
        if (chain.Count > 1) known.AddRange(await OptionSetReader.StoredAsync(db, actor.OrganizationId, confKey, [.. chain.Skip(1)], ct));
        return known;
    }
}
