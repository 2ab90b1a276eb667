using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Kernel.Egress;

namespace GraphQLPlugins.Integrations.Manifest;

/// <summary>Reads a manifest: the text that was sent, or what stands at an address.</summary>
public sealed class ManifestSource
{
    /// <summary>An author may answer with another manifest to an older host (O5).</summary>
    private static readonly ProductInfoHeaderValue HostVersion = new("GraphQLPlugins", typeof(ManifestSource).Assembly.GetName().Version!.ToString(3));

    private readonly EgressGuard _egress;

    internal ManifestSource(EgressGuard egress) => _egress = egress;

    internal async Task<AppManifest> ReadAsync(string? manifest, string? manifestUrl, CancellationToken ct)
    {
        if (manifest is null == manifestUrl is null)
            throw new InputInvalidException("manifest", "Give either manifest or manifestUrl.");
        if (manifest is not null)
            return AppManifest.Parse(Encoding.UTF8.GetBytes(manifest));
        var url = WebAddress.Optional(manifestUrl, "manifestUrl", App.MaxUrlLength) ?? throw new InputInvalidException("manifestUrl", "The text is empty.");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _egress.Check(url, "manifestUrl"));
            request.Headers.Add("Accept", "application/json");
            request.Headers.UserAgent.Add(HostVersion);
            using var response = await _egress.SendAsync(request, ct);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new AppManifestInvalidException($"The manifest's address answered with the status {(int)response.StatusCode}.");
            using var body = new MemoryStream();
            await _egress.ReadAsync(response, body, AppManifest.MaxBytes, ct);
            return AppManifest.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (UrlNotAllowedException e)
        {
            throw new UrlNotAllowedException(e.Url, e.Reason, "manifestUrl");
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            throw new AppManifestInvalidException("The manifest's address cannot be reached.");
        }
        catch (ResponseTooLargeException e)
        {
            throw new AppManifestInvalidException(e.Message);
        }
    }
}
