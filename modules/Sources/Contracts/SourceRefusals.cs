using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Sources.Contracts;

/// <summary>There is no such source.</summary>
public sealed class SourceProviderNotFoundException(string provider) : RefusalException($"There is no source '{provider}'.", "provider")
{
    /// <summary>The name that was asked for.</summary>
    public string Provider => provider;
}

/// <summary>The source is known, but the operator has not configured it.</summary>
public sealed class SourceNotConfiguredException(string provider, IReadOnlyList<string> settings)
    : RefusalException($"The source '{provider}' is not configured: {string.Join(", ", settings)} must be set.", "provider")
{
    /// <summary>The source.</summary>
    public string Provider => provider;
}

/// <summary>The plugin that brings the source is not in use, or does not bring it any more.</summary>
public sealed class SourceNotAvailableException(string provider)
    : RefusalException($"The source '{provider}' is not there; put the plugin that brings it into use again, or deactivate its repositories.", "provider")
{
    /// <summary>The source.</summary>
    public string Provider => provider;

    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The caller has not connected an account at the source, or the source no longer accepts it.</summary>
public sealed class SourceNotAuthenticatedException(string provider)
    : RefusalException($"You are not connected to the source '{provider}'; start with startSourceAuth.", "provider")
{
    /// <summary>The source.</summary>
    public string Provider => provider;
}

/// <summary>The caller's account at the source has no such repository to administer, or the record is somebody else's.</summary>
public sealed class RepositoryNotOwnedException(string provider, string repoId) : RefusalException($"The repository '{repoId}' of the source '{provider}' is not yours.", "repoId")
{
    /// <summary>The source.</summary>
    public string Provider => provider;

    /// <summary>The repository's id at the source.</summary>
    public string RepoId => repoId;
}

/// <summary>The caller follows the repository already.</summary>
public sealed class RepositoryAlreadyActiveException(string provider, string repoId) : RefusalException($"The repository '{repoId}' of the source '{provider}' is active already.", "repoId")
{
    /// <summary>The repository's id at the source.</summary>
    public string RepoId => repoId;
}

/// <summary>Nobody follows the repository, or not any more.</summary>
public sealed class RepositoryNotActiveException(string repository) : RefusalException($"The repository '{repository}' is not active.", "id")
{
    /// <summary>The repository's name.</summary>
    public string Repository => repository;
}

/// <summary>There is no record of this id in the caller's organization.</summary>
public sealed class SourceRepositoryNotFoundException(string argument = "id") : RefusalException("There is no repository with this id.", argument);
