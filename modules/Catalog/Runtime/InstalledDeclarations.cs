using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>What plugins that were installed from a file, and are in no repository, say of themselves in their <c>plugin.json</c>.</summary>
internal sealed class InstalledDeclarations(PluginLoader loader, IMemoryCache cache)
{
    // A colon is in no prefix of a plugin of the catalog, so nobody gets at another plugin's options by its name.
    private const string ConfKeyPrefix = "installed:";

    public async Task<PluginDeclaration?> FindAsync(CatalogDb db, Guid organization, string name, CancellationToken ct)
    {
        var found = await db.Installations.Where(i => i.OrganizationId == organization && i.Name == name && i.PluginKey == null)
            .Select(i => new { i.State, i.ArtifactDigest }).FirstOrDefaultAsync(ct);
        if (found is null) return null;
        var (entry, declared) = Read(found.ArtifactDigest);
        var isRunning = found.State is InstallationState.Running or InstallationState.Updating;
        return new PluginDeclaration(name, ConfKeyPrefix + name, IsEnabled: true, isRunning, entry.CanDisable, entry.ProjectDefaultEnabled, RequiredField: null, declared);
    }

    private (PluginEntry Entry, DeclaredOptions Declared) Read(string? digest) => cache.GetOrCreate((nameof(InstalledDeclarations), digest), cached =>
    {
        cached.SlidingExpiration = TimeSpan.FromMinutes(10);
        try
        {
            var entry = digest is null ? null : loader.TryReadEntry(digest);
            return (entry ?? new PluginEntry(), new DeclaredOptions(entry?.Options));
        }
        catch (PluginFault)
        {
            return (new PluginEntry(), new DeclaredOptions(null));
        }
    });
}
