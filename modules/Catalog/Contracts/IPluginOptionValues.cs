using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Gives a running plugin its own options. The module that keeps them registers one; without, plugins have none.</summary>
public interface IPluginOptionValues
{
    /// <summary>The options as the scope sees them, secrets in plain text. The first release of a load's secrets at a scope leaves an audit entry.</summary>
    /// <param name="organizationId">Whose plugin it is.</param>
    /// <param name="pluginId">The plugin, which is the one that will see the answer.</param>
    /// <param name="generation">Which load of it.</param>
    /// <param name="scope">Where.</param>
    /// <param name="ct">Stops.</param>
    Task<OptionValues> ReadAsync(Guid organizationId, string pluginId, int generation, PluginScope scope, CancellationToken ct);
}
