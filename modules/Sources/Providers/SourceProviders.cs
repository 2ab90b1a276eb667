using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.OneOff;
using GraphQLPlugins.Sources.Providers.Plugins;

namespace GraphQLPlugins.Sources.Providers;

/// <summary>All sources that an organization can use: those built in, those of its running plugins, and its one-off ones.</summary>
public sealed class SourceProviders
{
    private readonly ISourceProvider[] _builtIn;
    private readonly OneOffSources _oneOff;
    private readonly PluginSources _plugins;

    internal SourceProviders(IEnumerable<ISourceProvider> builtIn, OneOffSources oneOff, PluginSources plugins) => (_builtIn, _oneOff, _plugins) = ([.. builtIn], oneOff, plugins);

    /// <summary>By name in code point order.</summary>
    public async Task<IReadOnlyList<ISourceProvider>> AllAsync(Guid organizationId, CancellationToken ct) =>
        [.. _builtIn.Concat(await _plugins.AllAsync(organizationId, ct)).Concat(await _oneOff.AllAsync(organizationId, ct)).OrderBy(p => p.Info.Name, StringComparer.Ordinal)];

    /// <summary>Null when there is none of this name.</summary>
    public async Task<ISourceProvider?> FindAsync(Guid organizationId, string name, CancellationToken ct) =>
        Array.Find(_builtIn, p => p.Info.Name == name) ?? await (PluginSources.IsName(name) ? _plugins.FindAsync(organizationId, name, ct) : _oneOff.FindAsync(organizationId, name, ct));

    /// <exception cref="SourceProviderNotFoundException">There is none of this name.</exception>
    /// <exception cref="SourceNotAvailableException">The plugin that brings it is not there.</exception>
    /// <exception cref="SourceNotConfiguredException">It lacks settings.</exception>
    public async Task<ISourceProvider> RequireAsync(Guid organizationId, string name, CancellationToken ct)
    {
        var provider = await FindAsync(organizationId, name, ct) ?? throw (PluginSources.IsName(name) ? new SourceNotAvailableException(name) : new SourceProviderNotFoundException(name));
        return provider.Info.IsConfigured ? provider : throw new SourceNotConfiguredException(name, provider.Info.RequiredConfig);
    }

    /// <summary>Whether the name is taken for everyone.</summary>
    public bool IsBuiltIn(string name) => Array.Exists(_builtIn, p => p.Info.Name == name);
}
