using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Storage;

namespace GraphQLPlugins.Options.Values;

/// <summary>Reads a set inside the command's transaction, with what the command has just changed.</summary>
internal sealed class OptionSetAfterwards(OptionsDb db, UnitOfWork work, Actor actor)
{
    public async Task<OptionSet> ReadAsync(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        await work.FlushAsync(ct);
        return OptionSetReader.Build(plugin, chain, await OptionSetReader.StoredAsync(db.Values, actor.OrganizationId, plugin.ConfKey, chain, ct));
    }
}
