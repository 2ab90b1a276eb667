using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>How far a plugin has come in the caller's organization.</summary>
public enum PluginListingStatus
{
    /// <summary>It is not installed.</summary>
    NotInstalled,

    /// <summary>It is installed and in use.</summary>
    Installed,

    /// <summary>Something is being done with it, or it failed.</summary>
    Pending,

    /// <summary>It is installed, but not in use.</summary>
    Disabled,
}

/// <summary>A plugin in a list that has other things too.</summary>
public sealed class PluginListing
{
    public required Guid Id { get; init; }

    public required string PluginId { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required List<string> Authors { get; init; }

    public required List<string> Labels { get; init; }

    public required int Installs { get; init; }

    /// <summary>Everything that a search looks into, in lower case.</summary>
    public required string SearchText { get; init; }

    public required PluginListingStatus Status { get; init; }
}

/// <summary>Gives other modules the catalog to list: a query that they narrow and order further, so that the database does the work.</summary>
public sealed class PluginListings(CatalogDb db, Actor actor)
{
    /// <summary>What the caller may see; nothing without <c>catalog:read</c>.</summary>
    public IQueryable<PluginListing> All()
    {
        var (organization, visible) = (actor.OrganizationId, actor.Capabilities.Covers("catalog:read"));
        return
            from plugin in db.Plugins.AsNoTracking()
            where visible && plugin.Repository.State == RepositoryState.Enabled && !plugin.Hidden
            select new PluginListing
            {
                Id = plugin.Id,
                PluginId = plugin.PluginId,
                Name = plugin.Name,
                Description = plugin.Description,
                Authors = plugin.Authors,
                Labels = plugin.Labels,
                Installs = plugin.Installs,
                SearchText = plugin.SearchText,
                Status = db.Installations.Any(i => i.OrganizationId == organization && i.PluginKey == plugin.Id && i.State == InstallationState.Running) ? PluginListingStatus.Installed
                    : db.Installations.Any(i => i.OrganizationId == organization && i.PluginKey == plugin.Id && i.State == InstallationState.Disabled) ? PluginListingStatus.Disabled
                    : db.Installations.Any(i => i.OrganizationId == organization && i.PluginKey == plugin.Id) ? PluginListingStatus.Pending
                    : PluginListingStatus.NotInstalled,
            };
    }
}
