using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Providers;

/// <summary>One call to a host's REST API and what came back.</summary>
/// <param name="Status">2xx, or one of those that the caller expects.</param>
/// <param name="Body">The JSON; undefined when there was none.</param>
/// <param name="Headers">As they came.</param>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)
{
    /// <summary>The next page by the Link header (RFC 8288); null on the last one.</summary>
    public string? NextLink()
    {
        if (!Headers.TryGetValues("Link", out var values)) return null;
        foreach (var link in values.SelectMany(v => v.Split(',')))
        {
            var parts = link.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is ['<', .. var url, '>'] && parts.Skip(1).Any(p => p is "rel=\"next\"" or "rel=next")) return url;
        }
        return null;
    }
}

/// <summary>Speaks JSON over HTTP with one host, and tells its failures in the product's words. Safe to share.</summary>
public sealed class ProviderApi(string provider, Uri baseUrl, EgressGuard egress, TimeProvider clock)
{
    private const long MaxAnswerBytes = 10 * 1024 * 1024;

    /// <summary>The base address with a slash at its end.</summary>
    public Uri BaseUrl { get; } = baseUrl.AbsoluteUri.EndsWith('/') ? baseUrl : new Uri(baseUrl.AbsoluteUri + "/");

    /// <summary>Calls the API.</summary>
    /// <param name="method">GET, POST, ...</param>
    /// <param name="address">Relative to the base address, or absolute as the host gave it for a next page; never another host's.</param>
    /// <param name="authorize">Puts the credentials on.</param>
    /// <param name="body">Sent as JSON, or as it is when it is a <see cref="HttpContent"/>.</param>
    /// <param name="expected">Statuses beside 2xx that the caller knows what to do with.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">It failed.</exception>
    /// <exception cref="UrlNotAllowedException">The host must not be called.</exception>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string address, Action<HttpRequestMessage> authorize, object? body = null, HttpStatusCode[]? expected = null, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(method, Resolve(address));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("GraphQLPlugins", "1.0"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null) request.Content = body as HttpContent ?? JsonContent.Create(body);
        authorize(request);
        try
        {
            using var response = await egress.SendAsync(request, ct);
            using var read = new MemoryStream();
            await egress.ReadAsync(response, read, MaxAnswerBytes, ct);
            Check(response, expected ?? []);
            return new ApiAnswer(response.StatusCode, Parse(response, read), response.Headers);
        }
        catch (TimeoutException)
        {
            throw new ProviderTimeoutException(provider);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ProviderUnreachableException(provider, $"{provider} cannot be reached; try again later.");
        }
        catch (ResponseTooLargeException)
        {
            throw new ProviderBadResponseException(provider, $"The answer of {provider} is larger than {MaxAnswerBytes} bytes.");
        }
    }

    private Uri Resolve(string address)
    {
        // Credentials go along, so a next page may only be where this one was.
        if (!Uri.TryCreate(BaseUrl, address, out var uri) || uri.Scheme != BaseUrl.Scheme || uri.Authority != BaseUrl.Authority)
            throw new ProviderBadResponseException(provider, $"{provider} names a next page on another host.");
        return uri;
    }

    private void Check(HttpResponseMessage response, HttpStatusCode[] expected)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300 and not 203 || expected.Contains(response.StatusCode)) return;
        if (status is 429 || (status is 403 or 503 && IsRateLimit(response.Headers))) throw new ProviderRateLimitedException(provider, RetryAt(response.Headers));
        throw status switch
        {
            // 203: Azure shows its login page so.
            401 or 203 => new ProviderUnauthorizedException(provider, $"{provider} does not accept the credentials (HTTP {status}); connect again."),
            403 => new ProviderUnauthorizedException(provider, $"{provider} does not allow this with the given credentials (HTTP 403); grant more, then connect again."),
            404 => new ProviderConflictException(provider, $"{provider} does not find what was asked for (HTTP 404)."),
            409 or 422 => new ProviderConflictException(provider, $"{provider} refuses this as a conflict (HTTP {status})."),
            >= 500 => new ProviderUnreachableException(provider, $"{provider} is out of order (HTTP {status}); try again later."),
            _ => new ProviderBadResponseException(provider, $"{provider} gave an answer that was not expected (HTTP {status})."),
        };
    }

    private JsonElement Parse(HttpResponseMessage response, MemoryStream read)
    {
        if (read.Length == 0) return default;
        try
        {
            return JsonElement.Parse(read.GetBuffer().AsSpan(0, (int)read.Length));
        }
        catch (JsonException) when ((int)response.StatusCode >= 400)
        {
            return default;
        }
        catch (JsonException)
        {
            throw new ProviderBadResponseException(provider, $"The answer of {provider} is not JSON (HTTP {(int)response.StatusCode}).");
        }
    }

    private static bool IsRateLimit(HttpResponseHeaders headers) => headers.RetryAfter is not null || Number(headers, "X-RateLimit-Remaining") is 0 || Number(headers, "RateLimit-Remaining") is 0;

    private DateTimeOffset? RetryAt(HttpResponseHeaders headers)
    {
        if (headers.RetryAfter?.Delta is { } delta) return clock.GetUtcNow() + delta;
        if (headers.RetryAfter?.Date is { } date) return date;
        // Seconds since 1970.
        var reset = Number(headers, "X-RateLimit-Reset") ?? Number(headers, "RateLimit-Reset");
        return reset is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(reset.Value) : null;
    }

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
