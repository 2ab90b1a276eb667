using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;

namespace GraphQLPlugins.Catalog.Registries;

/// <summary>Asks a registry before something is written. A registry that gives no answer now is only warned of.</summary>
internal sealed class RegistryCheck(RegistryClient registry, CatalogOptions options, Warnings warnings)
{
    /// <returns>The image's tags; null when they cannot be known now.</returns>
    /// <exception cref="ImageNotFoundException">The registry has no such image, or no tag of it (S12).</exception>
    public Task<IReadOnlyList<string>?> TagsAsync(Plugin plugin, CancellationToken ct) => AskAsync<IReadOnlyList<string>>(plugin, async image =>
        await registry.TagsAsync(image, ct) is { Count: > 0 } tags ? tags : throw new ImageNotFoundException(image.Registry.Authority, image.Name, "it has no tag"));

    /// <returns>The digest of the image with a tag; null when it cannot be known now, and for plugins without an image.</returns>
    /// <exception cref="ImageNotFoundException">The registry has no such tag.</exception>
    public Task<string?> DigestAsync(Plugin plugin, string tag, CancellationToken ct) =>
        plugin.Image is null ? Task.FromResult<string?>(null) : AskAsync(plugin, image => registry.DigestAsync(image, tag, ct));

    private async Task<T?> AskAsync<T>(Plugin plugin, Func<RegistryImage, Task<T?>> ask) where T : class
    {
        if (!options.CheckImages)
            return null;
        try
        {
            return await ask(RegistryImage.Of(plugin, options));
        }
        catch (UpstreamUnavailableException away)
        {
            warnings.Add(away.Code, $"{away.Message} The image was not checked.", "image");
            return null;
        }
    }
}
