using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Services;

/// <summary>All services that an organization can use: those that modules have registered, and those of its running plugins.</summary>
public sealed class RepositoryServices
{
    private readonly IRepositoryService[] _builtIn;
    private readonly PluginServices _plugins;

    internal RepositoryServices(IEnumerable<IRepositoryService> builtIn, PluginServices plugins) => (_builtIn, _plugins) = ([.. builtIn], plugins);

    /// <summary>By name in code point order.</summary>
    /// <param name="organizationId">Whose.</param>
    /// <param name="provider">Only those that work with this source; null is all.</param>
    public IReadOnlyList<RepositoryService> For(Guid organizationId, string? provider) =>
    [
        .. _builtIn.Concat(_plugins.All(organizationId)).Select(s => s.Info).Where(s => provider is null || s.WorksWithSources?.Contains(provider) is not false)
            .OrderBy(s => s.Name, StringComparer.Ordinal),
    ];

    /// <summary>Null when there is none of this name, or not now.</summary>
    public IRepositoryService? Find(Guid organizationId, string name) => Array.Find(_builtIn, s => s.Info.Name == name) ?? _plugins.Find(organizationId, name);

    /// <exception cref="RepositoryServiceNotFoundException">There is none of this name.</exception>
    public IRepositoryService Require(Guid organizationId, string name) => Find(organizationId, name) ?? throw new RepositoryServiceNotFoundException(name);
}
