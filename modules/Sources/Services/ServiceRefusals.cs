using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Sources.Services;

/// <summary>There is no such service.</summary>
public sealed class RepositoryServiceNotFoundException(string service) : RefusalException($"There is no service '{service}'.", "service")
{
    /// <summary>The name that was asked for.</summary>
    public string Service => service;
}

/// <summary>The service gets the repository's files already.</summary>
public sealed class ServiceAlreadyActiveException(string service, string repository) : RefusalException($"The service '{service}' is active for the repository '{repository}' already.", "service")
{
    /// <summary>The service.</summary>
    public string Service => service;
}

/// <summary>The service does not get the repository's files.</summary>
public sealed class ServiceNotActiveException(string service, string repository) : RefusalException($"The service '{service}' is not active for the repository '{repository}'.", "service")
{
    /// <summary>The service.</summary>
    public string Service => service;
}

/// <summary>The service does not work with the repository's source.</summary>
public sealed class ServiceSourceMismatchException(string service, string provider) : RefusalException($"The service '{service}' does not work with the source '{provider}'.", "service")
{
    /// <summary>The service.</summary>
    public string Service => service;
}

/// <summary>The service is not there at the moment: the plugin that brings it does not run.</summary>
public sealed class ServiceNotAvailableException(string service) : RefusalException($"The service '{service}' is not there; start the plugin that brings it, or deactivate the service.", "service")
{
    /// <summary>The service.</summary>
    public string Service => service;

    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>More files count for the service than the settings allow.</summary>
public sealed class TooManyFilesException(int maxFiles)
    : RefusalException($"More than {maxFiles} files count for the service. Narrow its patterns with configureRepository, or raise Sources:Sync:MaxFiles.")
{
    /// <summary>Most files.</summary>
    public int MaxFiles => maxFiles;
}

/// <summary>The service does not take the files, and says why.</summary>
public sealed class ServiceRefusedException(string service, string message) : RefusalException($"The service '{service}' says: {message}", "service")
{
    /// <summary>The service.</summary>
    public string Service => service;
}

/// <summary>The service failed with the files; the log says more.</summary>
public sealed class ServiceFailedException(string service, string message) : RefusalException($"The service '{service}' did not take the files: {message}", "service")
{
    /// <summary>The service.</summary>
    public string Service => service;

    /// <inheritdoc/>
    public override bool Retryable => true;
}
