using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Egress;

namespace GraphQLPlugins.Catalog.Registries;

/// <summary>
/// Reads from registries by the OCI distribution protocol (https://github.com/opencontainers/distribution-spec/blob/main/spec.md).
/// A registry that could not be reached is left alone for a while, so that not everybody waits for it.
/// </summary>
internal sealed partial class RegistryClient(EgressGuard egress, RegistryLogin login, CatalogOptions options, TimeProvider clock)
{
    private const int MaxPageBytes = 4 * 1024 * 1024;
    private const int TagsPerPage = 1000;

    private static readonly string[] ManifestTypes =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string Reason)> _away = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All tags of an image, in the registry's order; empty when the registry knows the name and has nothing below it.</summary>
    /// <exception cref="ImageNotFoundException">There is no such image.</exception>
    /// <exception cref="RegistryNotConfiguredException">The registry asks for credentials that the settings do not have, or refuses those that they have.</exception>
    /// <exception cref="UpstreamUnavailableException">The registry gives no usable answer.</exception>
    /// <exception cref="UrlNotAllowedException">The address must not be called.</exception>
    public Task<IReadOnlyList<string>> TagsAsync(RegistryImage image, CancellationToken ct) => AskAsync<IReadOnlyList<string>>(image, async time =>
    {
        var tags = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = new Uri(image.Registry, $"/v2/{image.Name}/tags/list?n={TagsPerPage}"); next is not null && tags.Count < options.MaxRegistryTags;)
        {
            using var response = await SendAsync(image, HttpMethod.Get, next, time);
            await using var body = new MemoryStream();
            await egress.ReadAsync(response, body, MaxPageBytes, time);
            var page = JsonSerializer.Deserialize<TagList>(body.GetBuffer().AsSpan(0, (int)body.Length));
            var before = tags.Count;
            tags.AddRange((page?.Tags ?? []).Where(tag => tag.Length is > 0 and <= 128 && seen.Add(tag)));
            // A page without anything new would be followed for ever.
            next = tags.Count == before ? null : NextPage(image, next, response);
        }
        return tags.Count <= options.MaxRegistryTags ? tags : tags[..options.MaxRegistryTags];
    }, ct);

    /// <summary>The digest of what a tag stands for, as <c>sha256:…</c>; null when the registry does not say it.</summary>
    /// <exception cref="ImageNotFoundException">There is no such image or tag.</exception>
    /// <exception cref="RegistryNotConfiguredException">The registry asks for credentials that the settings do not have, or refuses those that they have.</exception>
    /// <exception cref="UpstreamUnavailableException">The registry gives no usable answer.</exception>
    /// <exception cref="UrlNotAllowedException">The address must not be called.</exception>
    public Task<string?> DigestAsync(RegistryImage image, string tag, CancellationToken ct) => AskAsync(image, async time =>
    {
        using var response = await SendAsync(image, HttpMethod.Head, new Uri(image.Registry, $"/v2/{image.Name}/manifests/{Uri.EscapeDataString(tag)}"), time);
        return response.Headers.TryGetValues("Docker-Content-Digest", out var digests) && digests.First() is { Length: <= 135 } digest ? digest : null;
    }, ct);

    private async Task<T> AskAsync<T>(RegistryImage image, Func<CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        var registry = image.Registry.Authority;
        if (_away.TryGetValue(registry, out var away) && away.Until > clock.GetUtcNow())
            throw new UpstreamUnavailableException(registry, away.Reason);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(options.RegistryTimeout);
        try
        {
            var answer = await ask(time.Token);
            _away.TryRemove(registry, out _);
            return answer;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Away(registry, "it cannot be reached");
        }
        catch (Exception fault) when (fault is TimeoutException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw Away(registry, $"it did not answer within {options.RegistryTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception fault) when (fault is JsonException or ResponseTooLargeException)
        {
            throw new UpstreamUnavailableException(registry, "its answer is not what the protocol says");
        }
    }

    private UpstreamUnavailableException Away(string registry, string reason)
    {
        if (_away.Count > 10_000)
            _away.Clear();
        _away[registry] = (clock.GetUtcNow() + options.RegistryRetryTime, reason);
        return new UpstreamUnavailableException(registry, reason);
    }

    /// <returns>A successful response.</returns>
    private async Task<HttpResponseMessage> SendAsync(RegistryImage image, HttpMethod method, Uri uri, CancellationToken ct)
    {
        var response = await SendAsync(method, uri, login.Known(image), ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            var challenges = response.Headers.WwwAuthenticate.ToArray();
            response.Dispose();
            response = await SendAsync(method, uri, await login.AnswerAsync(image, challenges, ct), ct);
        }
        if (response.IsSuccessStatusCode)
            return response;
        var status = (int)response.StatusCode;
        response.Dispose();
        throw status switch
        {
            404 or 400 => new ImageNotFoundException(image.Registry.Authority, image.Name, "it does not know it"),
            // Docker Hub answers so for images that are not there. Credentials that are wrong were refused before.
            401 or 403 => new ImageNotFoundException(image.Registry.Authority, image.Name, "it does not show it to this server"),
            _ => new UpstreamUnavailableException(image.Registry.Authority, $"it answered with HTTP {status}"),
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, AuthenticationHeaderValue? authorization, CancellationToken ct)
    {
        var request = new HttpRequestMessage(method, uri) { Headers = { Authorization = authorization } };
        foreach (var type in method == HttpMethod.Head ? ManifestTypes : ["application/json"])
            request.Headers.Accept.ParseAdd(type);
        return await egress.SendAsync(request, ct);
    }

    /// <summary>The page that the answer's <c>Link</c> names (RFC 8288); null at the end. It is at the same server, so that no token goes elsewhere.</summary>
    private static Uri? NextPage(RegistryImage image, Uri current, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
            return null;
        var next = links.Select(link => NextLink().Match(link)).FirstOrDefault(match => match.Success);
        if (next is null || !Uri.TryCreate(current, next.Groups[1].Value, out var uri))
            return null;
        return uri.Authority == image.Registry.Authority && uri.Scheme == image.Registry.Scheme
            ? uri
            : throw new UpstreamUnavailableException(image.Registry.Authority, "its list goes on at another server");
    }

    [GeneratedRegex("""<([^>]*)>\s*;[^,]*rel="?next"?""", RegexOptions.CultureInvariant)]
    private static partial Regex NextLink();

    private sealed record TagList([property: JsonPropertyName("tags")] IReadOnlyList<string>? Tags);
}
