using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>What a source granted.</summary>
internal sealed record OAuthTokens(string AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt, IReadOnlyList<string> Scopes)
{
    public override string ToString() => nameof(OAuthTokens);
}

/// <summary>The source does not take the code or the refresh token (RFC 6749, section 5.2).</summary>
internal sealed class GrantRefusedException(string error) : Exception(error);

/// <summary>Trades codes and refresh tokens for access tokens. RFC 6749, RFC 7636.</summary>
internal sealed class OAuthClient(EgressGuard egress, TimeProvider clock)
{
    public Task<OAuthTokens> ExchangeAsync(string provider, SourceAuthorization at, string code, string verifier, Uri? redirectUrl, CancellationToken ct)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = verifier };
        if (redirectUrl is not null) form["redirect_uri"] = redirectUrl.OriginalString;
        return AskAsync(provider, at, form, ct);
    }

    public Task<OAuthTokens> RefreshAsync(string provider, SourceAuthorization at, string refreshToken, CancellationToken ct) =>
        AskAsync(provider, at, new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, ct);

    private async Task<OAuthTokens> AskAsync(string provider, SourceAuthorization at, Dictionary<string, string> form, CancellationToken ct)
    {
        if (!at.SecretInHeader) (form["client_id"], form["client_secret"]) = (at.ClientId, at.ClientSecret);
        var api = new ProviderApi(provider, at.TokenUrl, egress, clock);
        var answer = await api.SendAsync(HttpMethod.Post, at.TokenUrl.AbsoluteUri, request =>
        {
            if (at.SecretInHeader) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{at.ClientId}:{at.ClientSecret}")));
        }, new FormUrlEncodedContent(form), [HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized], ct);
        // GitHub tells errors with status 200.
        if (answer.Body.Text("error") is { } error) throw new GrantRefusedException(error);
        if (answer.Status is not HttpStatusCode.OK || answer.Body.Text("access_token") is not { } token) throw new ProviderBadResponseException(provider, $"{provider} gave no access token (HTTP {(int)answer.Status}).");
        DateTimeOffset? expires = answer.Body.At("expires_in") is { ValueKind: System.Text.Json.JsonValueKind.Number } seconds && seconds.TryGetInt64(out var lifetime) && lifetime is > 0 and < 315_360_000
            ? clock.Now().AddSeconds(lifetime) : null;
        var scopes = (answer.Body.Text("scope") ?? answer.Body.Text("scopes") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return new OAuthTokens(token, answer.Body.Text("refresh_token"), expires, scopes);
    }
}
