using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Plugins.Sdk;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.Plugins;

/// <summary>The sources that running plugins bring. They are named as the plugin, a slash, and the plugin's own name for it, so that no plugin can take another one's place.</summary>
internal sealed class PluginSources(PluginCalls plugins, PluginSourceCalls calls)
{
    public static string NameOf(string pluginId, string name) => $"{pluginId}/{name}";

    /// <summary>Whether a plugin brings the source of this name; no other source has a slash in it.</summary>
    public static bool IsName(string name) => name.Contains('/');

    public async Task<IReadOnlyList<ISourceProvider>> AllAsync(Guid organizationId, CancellationToken ct)
    {
        var sources = new List<ISourceProvider>();
        foreach (var plugin in plugins.All(organizationId).Where(plugin => plugin.SourceProviders.Count > 0))
        {
            var options = await OptionsAsync(organizationId, plugin, plugin.SourceProviders, ct);
            sources.AddRange(plugin.SourceProviders.Select(offered => Make(organizationId, plugin, offered, options)));
        }
        return sources;
    }

    public async Task<ISourceProvider?> FindAsync(Guid organizationId, string name, CancellationToken ct)
    {
        var slash = name.LastIndexOf('/');
        if (slash <= 0 || plugins.Find(organizationId, name[..slash]) is not { } plugin || plugin.SourceProviders.FirstOrDefault(s => s.Name == name[(slash + 1)..]) is not { } offered) return null;
        return Make(organizationId, plugin, offered, await OptionsAsync(organizationId, plugin, [offered], ct));
    }

    private PluginProvider Make(Guid organizationId, PluginOffer plugin, OfferedSourceProvider offered, OptionValues options) =>
        new(calls, new PluginSource(organizationId, plugin.PluginId, offered.Name), offered, options);

    private Task<OptionValues> OptionsAsync(Guid organizationId, PluginOffer plugin, IReadOnlyList<OfferedSourceProvider> offered, CancellationToken ct) =>
        offered.Any(source => source.RequiredOptions.Count > 0) ? calls.OptionsAsync(organizationId, plugin.PluginId, ct) : Task.FromResult(OptionValues.None);
}
