using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Providers;

/// <summary>What a host granted. Its text shows nothing of the tokens.</summary>
/// <param name="AccessToken">For calls.</param>
/// <param name="RefreshToken">For the next access token; null when the host gives none.</param>
/// <param name="ExpiresAt">When the access token ends; null when the host does not say.</param>
/// <param name="Scopes">What was granted; empty when the host does not say.</param>
/// <param name="Body">The whole answer, for what a host tells beside its tokens.</param>
public sealed record OAuthTokens(string AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt, IReadOnlyList<string> Scopes, JsonElement Body = default)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(OAuthTokens);
}

/// <summary>The host does not take the code or the refresh token (RFC 6749, section 5.2).</summary>
public sealed class GrantRefusedException(string error) : Exception(error);

/// <summary>Trades codes and refresh tokens for access tokens. RFC 6749, RFC 7636.</summary>
public sealed class OAuthClient(EgressGuard egress, TimeProvider clock)
{
    /// <summary>Trades a code.</summary>
    /// <exception cref="GrantRefusedException">The host does not take it.</exception>
    public Task<OAuthTokens> ExchangeAsync(string provider, OAuthEndpoint at, string code, string verifier, Uri? redirectUrl, CancellationToken ct)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = verifier };
        if (redirectUrl is not null) form["redirect_uri"] = redirectUrl.OriginalString;
        return AskAsync(provider, at, form, ct);
    }

    /// <summary>Trades a refresh token.</summary>
    /// <exception cref="GrantRefusedException">The host does not take it.</exception>
    public Task<OAuthTokens> RefreshAsync(string provider, OAuthEndpoint at, string refreshToken, CancellationToken ct) =>
        AskAsync(provider, at, new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, ct);

    private async Task<OAuthTokens> AskAsync(string provider, OAuthEndpoint at, Dictionary<string, string> form, CancellationToken ct)
    {
        if (!at.SecretInHeader) (form["client_id"], form["client_secret"]) = (at.ClientId, at.ClientSecret);
        var api = new ProviderApi(provider, at.TokenUrl, egress, clock);
        var answer = await api.SendAsync(HttpMethod.Post, at.TokenUrl.AbsoluteUri, request =>
        {
            if (at.SecretInHeader) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{at.ClientId}:{at.ClientSecret}")));
        }, at.IsJson ? form : new FormUrlEncodedContent(form), [HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden], ct);
        // GitHub tells errors with status 200.
        if (answer.Body.Text("error") is { } error) throw new GrantRefusedException(error);
        if (answer.Status is not HttpStatusCode.OK || answer.Body.Text("access_token") is not { } token) throw new ProviderBadResponseException(provider, $"{provider} gave no access token (HTTP {(int)answer.Status}).");
        DateTimeOffset? expires = answer.Body.At("expires_in") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt64(out var lifetime) && lifetime is > 0 and < 315_360_000
            ? clock.Now().AddSeconds(lifetime) : null;
        var scopes = (answer.Body.Text("scope") ?? answer.Body.Text("scopes") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return new OAuthTokens(token, answer.Body.Text("refresh_token"), expires, scopes, answer.Body);
    }
}
