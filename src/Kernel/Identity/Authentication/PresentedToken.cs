using GraphQLPlugins.Kernel.Identity.Tokens;

namespace GraphQLPlugins.Kernel.Identity.Authentication;

/// <summary>A token as a request presents it (RFC 6750 section 2.1), with its digest, by which it is known.</summary>
public sealed class PresentedToken
{
    private const string Start = "Bearer ";

    /// <summary>A token without a header, such as one that comes with a socket.</summary>
    public PresentedToken(string token) : this(token, token) { }

    private PresentedToken(string header, string token) => (Header, Token, Hash) = (header, token, token.Length is 0 or > TokenAuthenticator.MaxTokenLength ? "" : AccessToken.HashOf(token));

    /// <summary>The header as it was sent.</summary>
    public string Header { get; }

    /// <summary>The secret.</summary>
    public string Token { get; }

    /// <summary>Its SHA-256; empty for what is no token for its length alone.</summary>
    public string Hash { get; }

    /// <summary>The token of an <c>Authorization</c> header; null when that has another scheme.</summary>
    public static PresentedToken? Read(string header) =>
        header.StartsWith(Start, StringComparison.OrdinalIgnoreCase) ? new PresentedToken(header, header[Start.Length..].Trim()) : null;
}
