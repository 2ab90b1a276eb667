using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.GenericGit;

/// <summary>What a server that git reads by HTTP says of a repository.</summary>
/// <param name="Status">Whether there is one.</param>
/// <param name="Etag">Changes whenever a branch or a tag does.</param>
/// <param name="DefaultBranch">Null when the server does not say.</param>
internal sealed record GitAdvertisement(GitAdvertisementStatus Status, string? Etag, string? DefaultBranch);

internal enum GitAdvertisementStatus
{
    Found,
    NotModified,
    NotFound,
    Unauthorized,
}

/// <summary>Asks for branches and tags as git does, by one GET (https://git-scm.com/docs/http-protocol, "Smart Clients").</summary>
internal sealed partial class SmartHttp(EgressGuard egress)
{
    private const string ContentType = "application/x-git-upload-pack-advertisement";
    private const long MaxBytes = 32 * 1024 * 1024;
    private const string Computed = "sha256:";

    /// <param name="provider">For errors.</param>
    /// <param name="cloneUrl">Checked already.</param>
    /// <param name="credentials">Sent when there is a password.</param>
    /// <param name="etag">What was said the last time; unchanged is told then.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="ProviderException">The server cannot be understood or reached.</exception>
    public async Task<GitAdvertisement> ReadAsync(string provider, string cloneUrl, CloneCredentials credentials, string? etag, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{cloneUrl.TrimEnd('/')}/info/refs?service=git-upload-pack");
        request.Headers.UserAgent.ParseAdd("git/2.40 (GraphQLPlugins)");
        if (credentials.Password is { } password) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{password}")));
        if (etag is not null && !etag.StartsWith(Computed, StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        try
        {
            using var response = await egress.SendAsync(request, ct);
            return response.StatusCode switch
            {
                HttpStatusCode.NotModified => new GitAdvertisement(GitAdvertisementStatus.NotModified, etag, null),
                HttpStatusCode.OK => await ReadAsync(provider, response, etag, ct),
                HttpStatusCode.NotFound or HttpStatusCode.Gone => new GitAdvertisement(GitAdvertisementStatus.NotFound, null, null),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new GitAdvertisement(GitAdvertisementStatus.Unauthorized, null, null),
                HttpStatusCode.TooManyRequests => throw new ProviderRateLimitedException(provider, response.Headers.RetryAfter?.Date),
                >= HttpStatusCode.InternalServerError => throw new ProviderUnreachableException(provider, $"The git server is out of order (HTTP {(int)response.StatusCode}); try again later."),
                _ => throw new ProviderBadResponseException(provider, $"The git server gave an answer that was not expected (HTTP {(int)response.StatusCode})."),
            };
        }
        catch (TimeoutException)
        {
            throw new ProviderTimeoutException(provider);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ProviderUnreachableException(provider, "The git server cannot be reached; try again later.");
        }
        catch (ResponseTooLargeException)
        {
            throw new ProviderBadResponseException(provider, $"The git server names branches and tags in more than {MaxBytes} bytes.");
        }
    }

    private async Task<GitAdvertisement> ReadAsync(string provider, HttpResponseMessage response, string? etag, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType != ContentType) throw new ProviderBadResponseException(provider, "There is no git repository that is served by the smart protocol at the address.");
        using var body = new MemoryStream();
        await egress.ReadAsync(response, body, MaxBytes, ct);
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        var current = response.Headers.ETag?.ToString() ?? Computed + Convert.ToHexStringLower(SHA256.HashData(bytes));
        // The capabilities stand on the first line, behind the first reference.
        var branch = HeadBranch().Match(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 8192)]));
        return new GitAdvertisement(current == etag ? GitAdvertisementStatus.NotModified : GitAdvertisementStatus.Found, current, branch.Success ? branch.Groups[1].Value : null);
    }

    [GeneratedRegex(@"symref=HEAD:refs/heads/([^\s\0]{1,255})")]
    private static partial Regex HeadBranch();
}
