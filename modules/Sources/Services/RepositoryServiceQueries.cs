using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Services;

[QueryType]
public static partial class RepositoryServiceQueries
{
    /// <summary>The services that repositories' files can be given to, by name.</summary>
    /// <param name="provider">Only those that work with this source.</param>
    [Authorize("sources:read")]
    public static IReadOnlyList<RepositoryService> GetRepositoryServices(string? provider, RepositoryServices services) => services.For(provider);
}
