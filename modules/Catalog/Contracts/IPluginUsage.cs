namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Tells what hangs on an entry of the catalog. Modules that keep something about plugins register one, and deregistration asks them all.</summary>
public interface IPluginUsage
{
    /// <returns>A phrase such as <c>3 installations</c>, or null when nothing hangs on the entry.</returns>
    Task<string?> DescribeAsync(Guid pluginKey, string pluginId, CancellationToken ct);
}
