using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Hooks;
using GraphQLPlugins.Options.Storage;

namespace GraphQLPlugins.Options.Values;

/// <summary>A set inside the command's transaction, with what the command has just changed.</summary>
internal sealed class OptionSetAfterwards(HeldRows rows, UnitOfWork work, PluginCalls calls, Actor actor)
{
    public async Task<OptionSet> ReadAsync(HeldOptions held, CancellationToken ct)
    {
        var (plugin, chain) = (held.Plugin, held.Chain);
        var values = await KnownAsync(plugin.ConfKey, chain, ct) ?? await StoredAsync(plugin.ConfKey, chain, ct);
        return await calls.ShownAsync(actor.OrganizationId, chain[0], OptionSetReader.Build(plugin, chain, values), ct);
    }

    private async Task<List<OptionValue>> StoredAsync(string confKey, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        await work.FlushAsync(ct);
        return await OptionSetReader.StoredAsync(work, actor.OrganizationId, confKey, chain, ct);
    }

    /// <summary>The command holds the scope's own values and has changed them here, so only those of the scopes around it need to be read.</summary>
    private async Task<List<OptionValue>?> KnownAsync(string confKey, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        if (rows.Find(confKey, chain[0].Key) is not { } own) return null;
        var known = new List<OptionValue>(own);
        if (chain.Count > 1) known.AddRange(await OptionSetReader.StoredAsync(work, actor.OrganizationId, confKey, [.. chain.Skip(1)], ct));
        return known;
    }
}
