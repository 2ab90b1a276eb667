using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Registries;

/// <summary>The registry has no such image, or does not show it to this server.</summary>
public sealed class ImageNotFoundException(string registry, string image, string reason) : RefusalException($"The registry {registry} has no image '{image}': {reason}.", "image")
{
    /// <summary>The image, as the registry calls it.</summary>
    public string Image => image;
}

/// <summary>The server's settings do not let it use this kind of registry.</summary>
public sealed class RegistryNotConfiguredException(RegistryType registryType, string reason) : RefusalException($"The settings for the registry type {registryType.InGraph()} do not suffice: {reason}.", "registryType")
{
    /// <summary>The kind of registry.</summary>
    public RegistryType RegistryType => registryType;
}
