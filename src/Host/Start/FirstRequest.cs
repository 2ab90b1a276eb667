using System.Net.Http.Headers;
using GraphQLPlugins.Host.Graph;

namespace GraphQLPlugins.Host.Start;

/// <summary>Sends the server its first request over HTTP, so that no client waits while that way is compiled.</summary>
internal static class FirstRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Does its best: a server that cannot be reached from here is no worse for it.</summary>
    public static async Task SendAsync(IEnumerable<string> urls, CancellationToken ct)
    {
        var url = urls.FirstOrDefault(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        if (url is null) return;
        var address = BindingAddress.Parse(url);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        using var http = new HttpClient { Timeout = Patience };
        using var body = new ByteArrayContent("""{"query":"{ __typename }"}"""u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await http.PostAsync(new Uri($"http://{host}:{address.Port}{GraphSetup.Path}"), body, ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            // The listener may be open to other networks only.
        }
    }
}
