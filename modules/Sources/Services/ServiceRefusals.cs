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
