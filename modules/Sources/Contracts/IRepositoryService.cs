namespace GraphQLPlugins.Sources.Contracts;

/// <summary>A consumer of repositories' files, registered by the module that it belongs to.</summary>
public interface IRepositoryService
{
    /// <summary>Its name and what it works with.</summary>
    RepositoryService Info { get; }
}

/// <summary>A consumer of repositories' files.</summary>
/// <param name="Name">Unique, kebab-case.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="AuthEndpoint">Where users are sent before they can use it; null when nobody needs to.</param>
/// <param name="WorksWithSources">The names of the sources that it works with; null is every source.</param>
public sealed record RepositoryService(string Name, string DisplayName, string? AuthEndpoint, IReadOnlyList<string>? WorksWithSources);
