using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>There is no such installation, or the caller has nothing to do with it.</summary>
public sealed class AppInstallationNotFoundException(Guid installationUuid) : RefusalException($"There is no installation '{installationUuid}'.", "installationUuid")
{
    /// <summary>What was asked for.</summary>
    public Guid InstallationUuid => installationUuid;
}

/// <summary>The installation's status cannot become that.</summary>
public sealed class InstallationStatusInvalidException(string reason) : RefusalException(reason, "status");

/// <summary>There is no such organization, or it is not the caller's.</summary>
public sealed class OrganizationNotFoundException() : RefusalException("There is no such organization, or it is not yours.", "organizationId");
