using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Catalog.Tests.Registries;

/// <summary>A test against a real registry; skipped where Debian's <c>docker-registry</c> is missing.</summary>
internal sealed class DockerRegistryFactAttribute : FactAttribute
{
    public DockerRegistryFactAttribute() => Skip = DockerRegistry.Program is null ? "Needs docker-registry (Debian: apt-get install docker-registry)." : null;
}

/// <summary>A real registry on a loopback port, with files of its own.</summary>
internal sealed partial class DockerRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly DirectoryInfo _files;
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private DockerRegistry(DirectoryInfo files, Process process, string address, AuthenticationHeaderValue? pusher)
    {
        (_files, _process, Address) = (files, process, address);
        _http.DefaultRequestHeaders.Authorization = pusher;
    }

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
        .Select(folder => Path.Combine(folder, "docker-registry")).FirstOrDefault(File.Exists);

    /// <summary>Such as <c>127.0.0.1:40123</c>.</summary>
    public string Address { get; }

    public string Url => $"http://{Address}";

    /// <param name="auth">The section <c>auth</c> of its configuration; without, everybody may do everything.</param>
    /// <param name="pusher">How the test itself signs in to push.</param>
    public static async Task<DockerRegistry> StartAsync(string auth = "", AuthenticationHeaderValue? pusher = null, string htpasswd = "")
    {
        var files = Directory.CreateTempSubdirectory("graphqlplugins-registry-");
        await File.WriteAllTextAsync(Path.Combine(files.FullName, "htpasswd"), htpasswd);
        var configuration = Path.Combine(files.FullName, "config.yml");
        await File.WriteAllTextAsync(configuration, $"""
            version: 0.1
            log:
              accesslog:
                disabled: true
              level: info
            storage:
              filesystem:
                rootdirectory: {files.FullName}/data
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:0
              secret: for-tests
            {auth.Replace("{files}", files.FullName)}
            """);
        var process = Process.Start(new ProcessStartInfo(Program!, ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            output.AppendLine(line.Data);
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
                address.TrySetResult(match.Groups[1].Value);
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"The registry ended: {output}"));
        };
        process.BeginErrorReadLine();
        return new DockerRegistry(files, process, await address.Task.WaitAsync(TimeSpan.FromMinutes(1)), pusher);
    }

    /// <summary>Pushes the same empty image with some tags.</summary>
    /// <returns>The image's digest.</returns>
    public async Task<string> PushAsync(string image, params IReadOnlyList<string> tags)
    {
        var config = "{}"u8.ToArray();
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(config))}";
        using var begun = await SendAsync(HttpMethod.Post, $"{Url}/v2/{image}/blobs/uploads/", new ByteArrayContent([]));
        var upload = begun.Headers.Location!.ToString();
        (await SendAsync(HttpMethod.Put, $"{upload}{(upload.Contains('?') ? '&' : '?')}digest={Uri.EscapeDataString(digest)}", new ByteArrayContent(config))).Dispose();
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2, mediaType = ManifestType, config = new { mediaType = "application/vnd.docker.container.image.v1+json", size = config.Length, digest }, layers = Array.Empty<object>(),
        });
        foreach (var tag in tags)
            (await SendAsync(HttpMethod.Put, $"{Url}/v2/{image}/manifests/{tag}", new ByteArrayContent(manifest) { Headers = { ContentType = new(ManifestType) } })).Dispose();
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(manifest))}";
    }

    /// <summary>Removes an image with all its tags.</summary>
    public async Task DeleteAsync(string image, string digest) => (await SendAsync(HttpMethod.Delete, $"{Url}/v2/{image}/manifests/{digest}", null)).Dispose();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _files.Delete(recursive: true);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, HttpContent? content)
    {
        if (content is { Headers.ContentType: null })
            content.Headers.ContentType = new("application/octet-stream");
        var response = await _http.SendAsync(new HttpRequestMessage(method, url) { Content = content });
        Assert.True(response.IsSuccessStatusCode, $"{method} {url}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response;
    }

    [GeneratedRegex(@"listening on (127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
