using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Services;

/// <summary>The services that modules have registered.</summary>
public sealed class RepositoryServices
{
    private readonly RepositoryService[] _all;

    internal RepositoryServices(IEnumerable<IRepositoryService> services) => _all = [.. services.Select(s => s.Info).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>By name.</summary>
    /// <param name="provider">Only those that work with this source; null is all.</param>
    public IReadOnlyList<RepositoryService> For(string? provider) => [.. _all.Where(s => provider is null || s.WorksWithSources?.Contains(provider) is not false)];

    /// <exception cref="RepositoryServiceNotFoundException">There is none of this name.</exception>
    public RepositoryService Require(string name) => Array.Find(_all, s => s.Name == name) ?? throw new RepositoryServiceNotFoundException(name);
}
