using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>The organization has no such integration.</summary>
public sealed class IntegrationNotFoundException(string argument = "integrationId") : RefusalException("There is no such integration in your organization.", argument);

/// <summary>The setup led to something else than what was to be set up anew.</summary>
public sealed class IntegrationMismatchException(string expected, string found)
    : RefusalException($"The setup was for '{expected}' and led to '{found}'. Start again, and choose the same account at the vendor.", "values");

/// <summary>The account at the vendor belongs to somebody else of the organization, and the integration acts as that account.</summary>
public sealed class IdentityInUseException(string account) : RefusalException($"The account '{account}' is linked to another user of your organization. Log in at the vendor with your own account, then start again.", "values");

/// <summary>The integration cannot be used as it is: it was removed or switched off, or the vendor no longer takes what was granted.</summary>
public sealed class IntegrationNotActiveException(string name, bool isDisabled = false)
    : RefusalException(isDisabled ? $"The integration '{name}' is switched off. Switch it on with enableIntegration." : $"The integration '{name}' is not in use. Set it up again with startIntegrationSetup.", "integrationId");

/// <summary>Integrations of this provider are in use as long as they are there.</summary>
public sealed class IntegrationAlwaysEnabledException(string provider) : RefusalException($"Integrations of the provider '{provider}' cannot be switched off. Remove it with removeIntegration, or at the vendor.", "id");
