namespace GraphQLPlugins.Sources.Contracts;

/// <summary>A consumer of repositories' files, registered by the module that it belongs to. Safe to share.</summary>
public interface IRepositoryService
{
    /// <summary>Its name and what it works with.</summary>
    RepositoryService Info { get; }

    /// <summary>
    /// Takes files of one branch, one at a time as it asks for them. When it throws, all of the delivery comes again later, perhaps together with what changed
    /// meanwhile; a host that dies has the same effect, so that taking a file twice must do no harm. Files that it does not ask for count as taken.
    /// </summary>
    Task ReceiveAsync(RepositoryDelivery delivery, CancellationToken ct);

    /// <summary>The repository's files come no longer: it was deactivated, or the service was for it. May be told more than once.</summary>
    Task ReleaseAsync(ServedRepository repository, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>A consumer of repositories' files.</summary>
/// <param name="Name">Unique: kebab-case, and for a plugin's service the plugin's id, a slash, and the name.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="AuthEndpoint">Where users are sent before they can use it; null when nobody needs to.</param>
/// <param name="WorksWithSources">The names of the sources that it works with; null is every source.</param>
public sealed record RepositoryService(string Name, string DisplayName, string? AuthEndpoint, IReadOnlyList<string>? WorksWithSources);
