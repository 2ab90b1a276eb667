using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Tokens;

/// <summary>No token is given: which part of the request is wrong is not said, so that nobody can try them one by one.</summary>
public sealed class GrantInvalidException() : RefusalException(
    "The code or refresh token is unknown, used or expired, or the client is not the one that it was given to. Install the app again to get a new code.");

/// <summary>The installation has as many tokens as it may have.</summary>
public sealed class TokenLimitReachedException(int maxTokens) : RefusalException($"There are {maxTokens} tokens already, and no more are allowed. Revoke one first.")
{
    /// <summary>How many there may be.</summary>
    public int MaxTokens => maxTokens;
}

/// <summary>There is no such token in the caller's organization.</summary>
public sealed class AppTokenNotFoundException() : RefusalException("There is no token with this id.", "tokenId");
