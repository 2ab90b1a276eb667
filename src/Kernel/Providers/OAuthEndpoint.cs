using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Kernel.Providers;

/// <summary>How accounts are connected, by OAuth 2 (RFC 6749) with PKCE (RFC 7636).</summary>
/// <param name="AuthorizeUrl">Where users are sent.</param>
/// <param name="TokenUrl">Where codes become tokens.</param>
/// <param name="ClientId">This server there.</param>
/// <param name="ClientSecret">Its secret there.</param>
/// <param name="Scopes">What is asked for, with spaces between; empty asks for what is registered there.</param>
/// <param name="SecretInHeader">Whether the client shows its secret by HTTP Basic, not in the body.</param>
/// <param name="IsJson">Whether the host takes JSON in place of a form.</param>
public sealed record OAuthEndpoint(Uri AuthorizeUrl, Uri TokenUrl, string ClientId, string ClientSecret, string Scopes, bool SecretInHeader = false, bool IsJson = false)
{
    /// <summary>Where to send a user.</summary>
    /// <param name="state">What the host gives back.</param>
    /// <param name="verifier">The PKCE verifier; its challenge is sent.</param>
    /// <param name="redirectUrl">Where users come back to; null leaves it to what is registered there.</param>
    /// <param name="more">What this host wants beside it.</param>
    public string AddressFor(string state, string verifier, Uri? redirectUrl, params IEnumerable<(string Name, string Value)> more)
    {
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var query = new List<(string Name, string Value)> { ("response_type", "code"), ("client_id", ClientId) };
        if (Scopes.Length > 0) query.Add(("scope", Scopes));
        query.AddRange([("state", state), ("code_challenge", challenge), ("code_challenge_method", "S256")]);
        if (redirectUrl is not null) query.Add(("redirect_uri", redirectUrl.OriginalString));
        query.AddRange(more);
        return $"{AuthorizeUrl.AbsoluteUri}?{string.Join('&', query.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"))}";
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(OAuthEndpoint);
}
