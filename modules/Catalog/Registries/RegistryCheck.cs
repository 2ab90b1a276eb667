using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;

namespace GraphQLPlugins.Catalog.Registries;

/// <summary>
/// Asks a registry before a command's transaction begins, and keeps the answer for the command. A registry that gives no answer now is only warned of.
/// </summary>
internal sealed class RegistryCheck(RegistryClient registry, CatalogOptions options, Warnings warnings)
{
    /// <summary>The image's tags; null when they cannot be known now.</summary>
    public IReadOnlyList<string>? Tags { get; private set; }

    /// <summary>The digest of the image with a tag; null when it cannot be known now, and for plugins without an image.</summary>
    public string? Digest { get; private set; }

    /// <exception cref="ImageNotFoundException">The registry has no such image, or no tag of it (S12).</exception>
    public async Task AskForTagsAsync(Plugin plugin, CancellationToken ct) => Tags = await AskAsync<IReadOnlyList<string>>(plugin, async image =>
        await registry.TagsAsync(image, ct) is { Count: > 0 } tags ? tags : throw new ImageNotFoundException(image.Registry.Authority, image.Name, "it has no tag"));

    /// <exception cref="ImageNotFoundException">The registry has no such tag.</exception>
    public async Task AskForDigestAsync(Plugin plugin, string tag, CancellationToken ct) => Digest = await AskAsync(plugin, image => registry.DigestAsync(image, tag, ct));

    private async Task<T?> AskAsync<T>(Plugin plugin, Func<RegistryImage, Task<T?>> ask) where T : class
    {
        if (!options.CheckImages || plugin.Image is null)
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
