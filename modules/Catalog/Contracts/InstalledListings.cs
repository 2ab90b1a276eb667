using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>A plugin that the organization has installed and that the catalog lets it use.</summary>
public sealed class InstalledListing
{
    public required string PluginId { get; init; }

    public required string Title { get; init; }

    /// <summary>Prefix of its option keys; null for a plugin in no repository.</summary>
    public string? ConfKey { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    public required bool IsRunning { get; init; }

    /// <summary>Whether projects may switch it off; says nothing of a plugin in no repository.</summary>
    public required bool CanDisable { get; init; }

    /// <summary>Whether it is on for projects that do not say; says nothing of a plugin in no repository.</summary>
    public required bool ProjectDefaultEnabled { get; init; }

    public required bool Deprecated { get; init; }

    public DateTimeOffset? DeprecatedAt { get; init; }

    public string? DeprecationReason { get; init; }

    public string? ReplacedBy { get; init; }

    /// <summary>Everything that a search looks into, in lower case.</summary>
    public required string SearchText { get; init; }
}

/// <summary>Gives other modules what is installed to list: a query that they narrow and order further, so that the database does the work.</summary>
public sealed class InstalledListings
{
    private readonly CatalogDb _db;
    private readonly Actor _actor;
    private readonly InstalledDeclarations _installed;

    internal InstalledListings(CatalogDb db, Actor actor, InstalledDeclarations installed) => (_db, _actor, _installed) = (db, actor, installed);

    /// <summary>The organization's; without those whose entry the catalog has disabled (P13).</summary>
    public IQueryable<InstalledListing> All()
    {
        var organization = _actor.OrganizationId;
        return
            from installation in _db.Installations.AsNoTracking()
            join found in _db.Plugins on installation.PluginKey equals (Guid?)found.Id into entries
            from entry in entries.DefaultIfEmpty()
            where installation.OrganizationId == organization && installation.State != InstallationState.Removing
                && (entry == null || (entry.State == PluginState.Enabled && entry.Repository.State == RepositoryState.Enabled))
            select new InstalledListing
            {
                PluginId = installation.Name,
                Title = entry == null ? installation.Name : entry.Name,
                ConfKey = entry == null ? null : entry.ConfKey,
                Description = entry == null ? null : entry.Description,
                Version = installation.Version,
                IsRunning = installation.State == InstallationState.Running,
                CanDisable = entry == null || entry.CanDisable,
                ProjectDefaultEnabled = entry != null && entry.ProjectDefaultEnabled,
                Deprecated = entry != null && entry.Deprecated,
                DeprecatedAt = entry == null ? null : entry.DeprecatedAt,
                DeprecationReason = entry == null ? null : entry.DeprecationReason,
                ReplacedBy = entry == null ? null : entry.ReplacedBy,
                SearchText = entry == null ? installation.NormalizedName : entry.SearchText,
            };
    }

    /// <summary>What plugins in no repository say of themselves.</summary>
    public Task<IReadOnlyList<PluginDeclaration>> FromFilesAsync(CancellationToken ct) => _installed.FindAllAsync(_db, _actor.OrganizationId, null, ct);
}
