using System.Net;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Egress;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>Fetches files by their address: over the egress guard, and under the organization's own rules for hosts.</summary>
internal sealed class ArtifactDownload(EgressGuard egress, DropFolder folder, CatalogOptions options, TimeProvider clock)
{
    /// <param name="url">An http or https address, or a file in the drop folder.</param>
    /// <param name="policy">Whose hosts may be asked.</param>
    /// <param name="maxBytes">Most bytes to take; a host that announces more is not listened to.</param>
    /// <param name="read">Reads the body, given the file's name.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="UrlNotAllowedException">The address breaks a rule.</exception>
    /// <exception cref="UpstreamUnavailableException">The host cannot be reached, has no such file, or breaks off.</exception>
    /// <exception cref="PayloadTooLargeException">The host announces more bytes than are allowed.</exception>
    public async Task<T> ReadAsync<T>(string url, Policy policy, long maxBytes, Func<Stream, string, Task<T>> read, CancellationToken ct)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeFile)
        {
            await using var file = folder.Open(address);
            return await read(file, FileNameOf(address));
        }
        address = egress.Check(url);
        policy.EnsureFetchable(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Artifacts.DownloadTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        try
        {
            using var response = await egress.SendAsync(request, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new UpstreamUnavailableException(address.IdnHost, $"it answers {(int)response.StatusCode} for the file");
            if (response.Content.Headers.ContentLength > maxBytes)
                throw new PayloadTooLargeException(maxBytes);
            await using var body = new ImpatientStream(await response.Content.ReadAsStreamAsync(limit.Token), address.IdnHost, options.Artifacts.StallTimeout, clock);
            return await read(body, FileNameOf(address));
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            throw new UpstreamUnavailableException(address.IdnHost, e is TimeoutException ? "it did not answer in time" : "it cannot be reached");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new UpstreamUnavailableException(address.IdnHost, $"the file took longer than {options.Artifacts.DownloadTimeout.TotalSeconds:0} s");
        }
    }

    /// <summary>An address without what may be a secret in it.</summary>
    public static string Shown(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && !address.IsFile
        ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : url;

    private static string FileNameOf(Uri address) => Path.GetFileName(Uri.UnescapeDataString(address.AbsolutePath)) is { Length: > 0 } name ? name : "download";
}
