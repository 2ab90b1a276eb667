using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Catalog.Search;

/// <summary>What an aggregation over plugins may look up: of each the rows that its own list shows the caller, who needs the same capability for it.</summary>
internal static class PluginLookups
{
    private static readonly ResourceFields<PluginVersion> Versions = new ResourceFields<PluginVersion>()
        .Add("version", version => version.Version)
        .Add("channel", version => version.Channel)
        .Add("released_at", version => version.ReleasedAt)
        .Add("min_host_version", version => version.MinHostVersion)
        .Add("max_host_version", version => version.MaxHostVersion)
        .Add("reload_mode", version => version.ReloadMode)
        .Add("load_priority", version => version.LoadPriority)
        .Add("api_version", version => version.ApiVersion)
        .Unique(version => version.Id);

    private static readonly ResourceFields<Advisory> Advisories = new ResourceFields<Advisory>()
        .Add("advisory_id", advisory => advisory.AdvisoryId)
        .Add("severity", advisory => advisory.Severity)
        .Add("message", advisory => advisory.Message)
        .Add("url", advisory => advisory.Url)
        .Unique(advisory => advisory.Id);

    private static readonly ResourceFields<PluginInstallation> Installations = new ResourceFields<PluginInstallation>()
        .Add("name", installation => installation.Name)
        .Add("version", installation => installation.Version)
        .Add("state", installation => installation.State)
        .Add("origin", installation => installation.Origin)
        .Add("pinned", installation => installation.Pinned)
        .Add("installed_at", installation => installation.InstalledAt)
        .Add("updated_at", installation => installation.UpdatedAt)
        .Unique(installation => installation.Id);

    public static ResourceLookups<Plugin> Of(CatalogDb db, Actor actor)
    {
        var organization = actor.OrganizationId;
        return new ResourceLookups<Plugin>()
            .Add("versions", Versions, db.Versions.Where(version => version.State == VersionState.Active), "plugin_id", "plugin_id", (plugin, version) => version.PluginKey == plugin.Id)
            .Add("advisories", Advisories, db.Advisories, "plugin_id", "plugin_id", (plugin, advisory) => advisory.PluginKey == plugin.Id)
            .Add("installations", Installations, db.Installations.Where(installation => installation.OrganizationId == organization), "plugin_id", "plugin_id",
                (plugin, installation) => installation.PluginKey == plugin.Id);
    }
}
