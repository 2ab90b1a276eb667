using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers;

/// <summary>All sources that an organization can use: those built in, and its one-off ones.</summary>
internal sealed class SourceProviders(IEnumerable<ISourceProvider> builtIn, OneOff.OneOffSources oneOff)
{
    private readonly ISourceProvider[] _builtIn = [.. builtIn];

    /// <summary>By name in code point order.</summary>
    public async Task<IReadOnlyList<ISourceProvider>> AllAsync(Guid organizationId, CancellationToken ct) =>
        [.. _builtIn.Concat(await oneOff.AllAsync(organizationId, ct)).OrderBy(p => p.Info.Name, StringComparer.Ordinal)];

    public async Task<ISourceProvider?> FindAsync(Guid organizationId, string name, CancellationToken ct) =>
        Array.Find(_builtIn, p => p.Info.Name == name) ?? await oneOff.FindAsync(organizationId, name, ct);

    /// <exception cref="SourceProviderNotFoundException">There is none of this name.</exception>
    /// <exception cref="SourceNotConfiguredException">It lacks settings.</exception>
    public async Task<ISourceProvider> RequireAsync(Guid organizationId, string name, CancellationToken ct)
    {
        var provider = await FindAsync(organizationId, name, ct) ?? throw new SourceProviderNotFoundException(name);
        return provider.Info.IsConfigured ? provider : throw new SourceNotConfiguredException(name, provider.Info.RequiredConfig);
    }

    public bool IsBuiltIn(string name) => Array.Exists(_builtIn, p => p.Info.Name == name);
}
