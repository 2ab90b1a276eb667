using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authorization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Kernel.Identity.Authentication;

/// <summary>Asks an authorization server about tokens that are not of this server's making (RFC 7662).</summary>
public sealed partial class TokenIntrospection(IOptions<EgressOptions> egress, IdentityOptions options, ILogger<TokenIntrospection> log) : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly EgressGuard _guard = new(Options.Create(Rules(egress.Value, options.Introspection)));

    /// <summary>Who the token belongs to; null when it is not active, when no authorization server is configured, or when that cannot be asked.</summary>
    public async Task<PrincipalIdentity?> FindAsync(string token, CancellationToken ct)
    {
        var settings = options.Introspection;
        if (settings.Endpoint is null) return null;
        try
        {
            // RFC 7662 section 2.1: a form, with the asker's own credentials.
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.Endpoint)
            {
                Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]),
                Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
            };
            if (settings.ClientId is not null)
                // RFC 6749 section 2.3.1: both parts are form-encoded before they are put together.
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(
                    $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret ?? "")}")));
            using var response = await _guard.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
            using var body = new MemoryStream();
            await _guard.ReadAsync(response, body, MaxAnswerBytes, ct);
            var answer = JsonSerializer.Deserialize<Introspected>(body.GetBuffer().AsSpan(0, (int)body.Length));
            return answer is { Active: true } ? IdentityOf(answer, settings) : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TimeoutException or UrlNotAllowedException or ResponseTooLargeException)
        {
            LogFailure(e, settings.Endpoint);
            return null;
        }
    }

    public void Dispose() => _guard.Dispose();

    /// <summary>As for every call out, but shorter; the operator's own server may stand in the operator's own network.</summary>
    private static EgressOptions Rules(EgressOptions all, IntrospectionOptions own)
    {
        var rules = new EgressOptions { ConnectTimeout = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(5), MaxResponseBytes = MaxAnswerBytes, MaxRedirects = 0 };
        foreach (var host in all.DeniedHosts) rules.DeniedHosts.Add(host);
        foreach (var network in own.AllowPrivateEndpoint ? ["0.0.0.0/0", "::/0"] : all.AllowedNetworks) rules.AllowedNetworks.Add(network);
        return rules;
    }

    private static PrincipalIdentity IdentityOf(Introspected answer, IntrospectionOptions settings)
    {
        var scopes = (answer.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var capabilities = scopes.SelectMany(s => settings.Scopes.TryGetValue(s, out var mapped) ? mapped.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [s])
            .Where(CapabilitySet.IsKnown);
        DateTimeOffset? expiresAt = answer.ExpiresAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return new PrincipalIdentity($"external/{answer.Username ?? answer.Subject ?? answer.ClientId ?? "unknown"}", null, Organization.DefaultId, new CapabilitySet(capabilities), expiresAt);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The authorization server at {Endpoint} gave no usable answer about a token; the token is refused")]
    private partial void LogFailure(Exception exception, Uri endpoint);

    private sealed record Introspected(
        [property: JsonPropertyName("active")] bool Active,
        [property: JsonPropertyName("scope")] string? Scope,
        [property: JsonPropertyName("username")] string? Username,
        [property: JsonPropertyName("sub")] string? Subject,
        [property: JsonPropertyName("client_id")] string? ClientId,
        [property: JsonPropertyName("exp")] long? ExpiresAt);
}
