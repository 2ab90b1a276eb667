using System.Diagnostics.CodeAnalysis;
using GraphQLPlugins.Catalog.Plugins;

namespace GraphQLPlugins.Catalog.Registries;

/// <summary>An image in a registry.</summary>
/// <param name="Type">The kind of registry.</param>
/// <param name="Registry">The registry's address, without a path.</param>
/// <param name="Name">The image's name in the protocol.</param>
internal sealed record RegistryImage(RegistryType Type, Uri Registry, string Name)
{
    private static readonly string[] DockerHub = ["registry.hub.docker.com", "registry-1.docker.io", "index.docker.io", "docker.io"];

    /// <summary>Where the plugin's image is.</summary>
    /// <exception cref="RegistryNotConfiguredException">Neither the plugin nor the settings name an address.</exception>
    public static RegistryImage Of(Plugin plugin, CatalogOptions options)
    {
        var type = plugin.RegistryType ?? RegistryType.DockerHub;
        var url = plugin.RegistryUrl ?? options.RegistryUrl(type) ?? throw new RegistryNotConfiguredException(type, $"Catalog:RegistryUrls:{type} is not set");
        return TryParse(url, out var address) ? Of(type, address, plugin.Image!) : throw new RegistryNotConfiguredException(type, $"'{url}' is no address of a registry");
    }

    /// <summary>Reads an address as people write them: a host, perhaps with a port and a path; https unless it says http.</summary>
    public static bool TryParse(string url, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(url.Contains("://", StringComparison.Ordinal) ? url : $"https://{url}", UriKind.Absolute, out address)
        && address.Scheme is "http" or "https" && address.Host.Length > 0 && address.Query.Length == 0 && address.Fragment.Length == 0;

    private static RegistryImage Of(RegistryType type, Uri address, string image)
    {
        // A path belongs to the image's name: harbor.example.org/project.
        var name = address.AbsolutePath.Trim('/') is { Length: > 0 } path ? $"{path}/{image}" : image;
        // Docker Hub's own images are shown without the name of their owner.
        if (!name.Contains('/') && DockerHub.Contains(address.Host))
            name = $"library/{name}";
        return new RegistryImage(type, new Uri(address.GetLeftPart(UriPartial.Authority)), name);
    }
}
