using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Identity.Tokens;

/// <summary>Nobody grants more than they hold.</summary>
public sealed class ScopeExceedsRequesterException(string capability, string argument = "capabilities")
    : RefusalException($"You do not hold {capability} yourself, so you cannot grant it.", argument)
{
    /// <summary>The first capability that goes too far.</summary>
    public string Capability => capability;
}

/// <summary>There is no such capability.</summary>
public sealed class CapabilityUnknownException(string capability)
    : RefusalException($"There is no capability {capability}. Known are: {CapabilitySet.Known}.", "capabilities")
{
    /// <summary>What was asked for.</summary>
    public string Capability => capability;
}

/// <summary>A token must end in the future, and not after the one that makes it.</summary>
public sealed class TokenExpiryInvalidException(string message) : RefusalException(message, "expiresAt");

/// <summary>There is no such token in the caller's organization.</summary>
public sealed class TokenNotFoundException() : RefusalException("There is no token with this id.", "tokenId");
