using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Counts installations of an entry, in all organizations.</summary>
internal sealed class InstallationUsage(CatalogDb db) : IPluginUsage
{
    public async Task<string?> DescribeAsync(Guid pluginKey, string pluginId, CancellationToken ct) =>
        await db.Installations.CountAsync(installation => installation.PluginKey == pluginKey, ct) switch
        {
            0 => null,
            1 => "1 installation",
            var count => $"{count} installations",
        };
}
