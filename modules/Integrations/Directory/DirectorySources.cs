using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.DocIntegrations;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Directory;

/// <summary>Plugins of the catalog. They name no features; their labels stand for them.</summary>
internal sealed class PluginSource(PluginListings plugins) : IDirectorySource
{
    public DirectoryKind Kind => DirectoryKind.Plugin;

    public IQueryable<DirectoryEntry> Rows(AppFeatureKind? feature)
    {
        var label = feature is { } wanted ? FeatureGate.NameOf(wanted) : null;
        return plugins.All().Where(plugin => label == null || plugin.Labels.Contains(label)).Select(plugin => new DirectoryEntry
        {
            Id = plugin.Id,
            Slug = plugin.PluginId,
            Name = plugin.Name,
            Description = plugin.Description,
            // Null where there is none, on both databases.
            Author = plugin.Authors[0],
            Popularity = plugin.Installs,
            Status = plugin.Status == PluginListingStatus.Installed ? DirectoryStatus.Installed
                : plugin.Status == PluginListingStatus.Disabled ? DirectoryStatus.Disabled
                : plugin.Status == PluginListingStatus.Pending ? DirectoryStatus.Pending
                : DirectoryStatus.NotInstalled,
            SearchText = plugin.SearchText,
        });
    }

    public IDirectoryEntry EntryOf(DirectoryEntry row) => new PluginEntry(row);
}

/// <summary>Apps that the caller may see and install.</summary>
internal sealed class AppSource(IntegrationsDb db, Actor actor) : IDirectorySource
{
    public DirectoryKind Kind => DirectoryKind.App;

    public IQueryable<DirectoryEntry> Rows(AppFeatureKind? feature)
    {
        var organization = actor.OrganizationId;
        return
            from app in db.Apps.AsNoTracking().VisibleTo(actor)
            where app.Status != AppStatus.DeletionInProgress && (feature == null || app.FeatureRows.Any(f => f.Feature == feature))
            select new DirectoryEntry
            {
                Id = app.Id,
                Slug = app.Slug,
                Name = app.Name,
                Description = app.Overview,
                Author = app.Author,
                Popularity = app.Popularity,
                Status = db.Installations.Any(i => i.AppId == app.Id && i.OrganizationId == organization && i.Status == AppInstallationStatus.Installed) ? DirectoryStatus.Installed
                    : db.Installations.Any(i => i.AppId == app.Id && i.OrganizationId == organization && i.Status == AppInstallationStatus.Pending) ? DirectoryStatus.Pending
                    : DirectoryStatus.NotInstalled,
                SearchText = (app.Slug + "\n" + app.Name + "\n" + (app.Author ?? "") + "\n" + (app.Overview ?? "")).ToLower(),
            };
    }

    public IDirectoryEntry EntryOf(DirectoryEntry row) => new AppEntry(row);
}

/// <summary>Integrations that are only documented; there is nothing to install.</summary>
internal sealed class DocumentSource(IntegrationsDb db, Actor actor) : IDirectorySource
{
    public DirectoryKind Kind => DirectoryKind.Document;

    public IQueryable<DirectoryEntry> Rows(AppFeatureKind? feature)
    {
        var name = feature?.InGraph();
        return db.DocIntegrations.AsNoTracking().VisibleTo(actor).Where(doc => name == null || doc.Features.Contains(name)).Select(doc => new DirectoryEntry
        {
            Id = doc.Id,
            Slug = doc.Slug,
            Name = doc.Name,
            Description = doc.Description,
            Author = doc.Author,
            Popularity = doc.Popularity,
            Status = DirectoryStatus.NotInstalled,
            SearchText = (doc.Slug + "\n" + doc.Name + "\n" + doc.Author + "\n" + doc.Description).ToLower(),
        });
    }

    public IDirectoryEntry EntryOf(DirectoryEntry row) => new DocumentEntry(row);
}
