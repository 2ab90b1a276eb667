using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Services;

/// <summary>The services that running plugins bring. They are named as the plugin, a slash, and the plugin's own name for it.</summary>
internal sealed class PluginServices(PluginCalls calls)
{
    public IEnumerable<IRepositoryService> All(Guid organizationId) =>
        calls.All(organizationId).SelectMany(plugin => plugin.RepositoryServices.Select(service => new PluginService(calls, organizationId, plugin.PluginId, service)));

    public IRepositoryService? Find(Guid organizationId, string name)
    {
        var slash = name.LastIndexOf('/');
        return slash > 0 && calls.Find(organizationId, name[..slash])?.RepositoryServices.FirstOrDefault(s => s.Name == name[(slash + 1)..]) is { } service
            ? new PluginService(calls, organizationId, name[..slash], service)
            : null;
    }
}
