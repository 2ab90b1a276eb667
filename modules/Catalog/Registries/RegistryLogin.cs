using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Egress;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Catalog.Registries;

/// <summary>
/// Signs in at registries: by a name and a password, or by a token that the registry's authorization server gives for them
/// (https://distribution.github.io/distribution/spec/auth/token/). Without credentials a token is asked for as well; public images need no more.
/// </summary>
internal sealed partial class RegistryLogin(EgressGuard egress, CatalogOptions options, IMemoryCache cache)
{
    private const int MaxTokenBytes = 64 * 1024;

    // The protocol's default, a little shortened.
    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(50);

    /// <summary>What was accepted for the image before; null when nothing was.</summary>
    public AuthenticationHeaderValue? Known(RegistryImage image) => cache.Get<AuthenticationHeaderValue>(Key(image));

    /// <summary>Answers a registry's demand.</summary>
    /// <exception cref="RegistryNotConfiguredException">It demands what the settings do not have.</exception>
    public async Task<AuthenticationHeaderValue> AnswerAsync(RegistryImage image, IReadOnlyList<AuthenticationHeaderValue> challenges, CancellationToken ct)
    {
        cache.Remove(Key(image));
        var credentials = Credentials(image);
        if (challenges.FirstOrDefault(challenge => Is(challenge, "Bearer")) is { Parameter: { } parameters })
            return await TokenAsync(image, Parameters().Matches(parameters).ToDictionary(p => p.Groups[1].Value.ToLowerInvariant(), p => p.Groups[2].Value), credentials, ct);
        if (!challenges.Any(challenge => Is(challenge, "Basic")))
            throw new UpstreamUnavailableException(image.Registry.Authority, "it demands a kind of sign-in that this server does not know");
        if (credentials is null)
            throw new RegistryNotConfiguredException(image.Type, $"{image.Registry.Authority} asks for a name and a password, and Catalog:RegistryCredentials:{image.Type} has none for it");
        if (!await AcceptsAsync(image, credentials, ct))
            throw new RegistryNotConfiguredException(image.Type, $"{image.Registry.Authority} refuses the name and password of Catalog:RegistryCredentials:{image.Type}");
        return cache.Set(Key(image), credentials, TimeSpan.FromMinutes(5));
    }

    private async Task<AuthenticationHeaderValue> TokenAsync(RegistryImage image, Dictionary<string, string> challenge, AuthenticationHeaderValue? credentials, CancellationToken ct)
    {
        if (!challenge.TryGetValue("realm", out var realm) || !Uri.TryCreate(realm, UriKind.Absolute, out var server))
            throw new UpstreamUnavailableException(image.Registry.Authority, "it demands a token without saying where to get it");
        if (image.Registry.Scheme == "https" && server.Scheme != "https")
            throw new UpstreamUnavailableException(image.Registry.Authority, "it wants tokens to be fetched without encryption");
        var query = $"scope={Uri.EscapeDataString($"repository:{image.Name}:pull")}";
        if (challenge.TryGetValue("service", out var service))
            query = $"service={Uri.EscapeDataString(service)}&{query}";
        var uri = new UriBuilder(server) { Query = server.Query.Length > 1 ? $"{server.Query[1..]}&{query}" : query }.Uri;
        using var response = await egress.SendAsync(new HttpRequestMessage(HttpMethod.Get, uri) { Headers = { Authorization = credentials } }, ct);
        if ((int)response.StatusCode is 400 or 401 or 403)
            throw new RegistryNotConfiguredException(image.Type, credentials is null
                ? $"{server.Authority} gives no token without a name and a password, and Catalog:RegistryCredentials:{image.Type} has none for it"
                : $"{server.Authority} refuses the name and password of Catalog:RegistryCredentials:{image.Type}");
        if (!response.IsSuccessStatusCode)
            throw new UpstreamUnavailableException(server.Authority, $"it answered with HTTP {(int)response.StatusCode}");
        await using var body = new MemoryStream();
        await egress.ReadAsync(response, body, MaxTokenBytes, ct);
        var token = JsonSerializer.Deserialize<Token>(body.GetBuffer().AsSpan(0, (int)body.Length));
        if ((token?.Value ?? token?.AccessToken) is not { Length: > 0 } text || text.Any(char.IsControl))
            throw new UpstreamUnavailableException(server.Authority, "its answer holds no token");
        var life = token!.ExpiresIn is > 10 and <= 3600 ? TimeSpan.FromSeconds(token.ExpiresIn.Value - 10) : TokenLife;
        return cache.Set(Key(image), new AuthenticationHeaderValue("Bearer", text), life);
    }

    /// <summary>Asked at the protocol's root, so that a wrong password is told apart from an image that is not shown.</summary>
    private async Task<bool> AcceptsAsync(RegistryImage image, AuthenticationHeaderValue credentials, CancellationToken ct)
    {
        using var response = await egress.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(image.Registry, "/v2/")) { Headers = { Authorization = credentials } }, ct);
        return (int)response.StatusCode is not (401 or 403);
    }

    /// <summary>Only for the very address that the settings name: a registration may name any address for a kind of registry.</summary>
    private AuthenticationHeaderValue? Credentials(RegistryImage image) =>
        options.RegistryCredentials.TryGetValue(image.Type, out var credentials)
        && options.RegistryUrl(image.Type) is { } url && RegistryImage.TryParse(url, out var configured)
        && configured.Authority == image.Registry.Authority && configured.Scheme == image.Registry.Scheme
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)))
            : null;

    private static (string, string, string) Key(RegistryImage image) => (nameof(RegistryLogin), image.Registry.AbsoluteUri, image.Name);

    private static bool Is(AuthenticationHeaderValue challenge, string scheme) => challenge.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("([A-Za-z_]+)=\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Parameters();

    private sealed record Token(
        [property: JsonPropertyName("token")] string? Value,
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int? ExpiresIn);
}
