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
        return found is null ? null : Declaration(name, found.State, found.ArtifactDigest);
    }

    /// <summary>Those of some names, or of all, that the organization has.</summary>
    public async Task<IReadOnlyList<PluginDeclaration>> FindAllAsync(CatalogDb db, Guid organization, IReadOnlyList<string>? names, CancellationToken ct) =>
    [
        .. (await db.Installations.Where(i => i.OrganizationId == organization && i.PluginKey == null && (names == null || names.Contains(i.Name)))
            .Select(i => new { i.Name, i.State, i.ArtifactDigest }).ToListAsync(ct)).Select(i => Declaration(i.Name, i.State, i.ArtifactDigest)),
    ];

    /// <summary>What a file of the store says.</summary>
    public PluginDeclaration Declaration(string name, InstallationState state, string? digest)
    {
        var (entry, declared) = Read(digest);
        var isRunning = state is InstallationState.Running or InstallationState.Updating;
        return new PluginDeclaration(name, ConfKeyPrefix + name, IsEnabled: true, isRunning, entry.CanDisable, entry.ProjectDefaultEnabled, entry.RequiredField, declared);
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
