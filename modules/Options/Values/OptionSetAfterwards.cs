using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Hooks;
using GraphQLPlugins.Options.Storage;

namespace GraphQLPlugins.Options.Values;

/// <summary>Reads a set inside the command's transaction, with what the command has just changed.</summary>
internal sealed class OptionSetAfterwards(OptionsDb db, UnitOfWork work, PluginCalls calls, Actor actor)
{
    public async Task<OptionSet> ReadAsync(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        await work.FlushAsync(ct);
        var values = await OptionSetReader.StoredAsync(db.Values, actor.OrganizationId, plugin.ConfKey, chain, ct);
        return await calls.ShownAsync(actor.OrganizationId, chain[0], OptionSetReader.Build(plugin, chain, values), ct);
    }
}
