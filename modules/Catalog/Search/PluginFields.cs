using GraphQLPlugins.Catalog.Plugins;

namespace GraphQLPlugins.Catalog.Search;

/// <summary>The fields of an entry by the names that the repository plugin API gives them; those of documents go on with dots (S44, S45, S48).</summary>
internal static class PluginFields
{
    public static ResourceFields<Plugin> All { get; } = new ResourceFields<Plugin>()
        .Add("plugin_id", plugin => plugin.PluginId)
        .Add("name", plugin => plugin.Name)
        .Add("state", plugin => plugin.State)
        .Add("image", plugin => plugin.Image)
        .Add("registry_type", plugin => plugin.RegistryType)
        .Add("registry_url", plugin => plugin.RegistryUrl)
        .Add("registry_config", plugin => plugin.RegistryConfig)
        .Add("resource_type", plugin => plugin.ResourceType)
        .Add("service_type", plugin => plugin.ResourceType)
        .Add("provider", plugin => plugin.Provider)
        .Add("description", plugin => plugin.Description)
        .Add("labels", plugin => plugin.Labels)
        .Add("authors", plugin => plugin.Authors)
        .Add("capability", plugin => plugin.Capability)
        .Add("template", plugin => plugin.Template)
        .Add("docs", plugin => plugin.Docs)
        .Add("tags", plugin => plugin.Tags)
        .Add("stage", plugin => plugin.Stage)
        .Add("api_type", plugin => plugin.ApiType)
        .Add("hidden", plugin => plugin.Hidden)
        .Add("deprecated", plugin => plugin.Deprecated)
        .Add("installs", plugin => plugin.Installs)
        .Add("health_score", plugin => plugin.HealthScore)
        .Add("latest_version", plugin => plugin.LatestVersion)
        .Add("latest_released_at", plugin => plugin.LatestReleasedAt)
        .Add("repository_id", plugin => plugin.Repository.RepositoryId)
        .Add("repository_name", plugin => plugin.Repository.Name)
        .Add("repository_type", plugin => plugin.Repository.Type)
        .Add("created_at", plugin => plugin.CreatedAt)
        .Add("updated_at", plugin => plugin.UpdatedAt)
        .Keywords("plugin_id", "name", "provider", "labels", "description")
        .Minimal("plugin_id", "name", "state", "image", "registry_type", "resource_type", "provider")
        .SortedBy("name")
        .Unique(plugin => plugin.Id);
}
