using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Http;

public sealed class CompressionTests
{
    private const string Long = "{ __schema { types { name fields { name } } } }";

    [Fact]
    public async Task Long_answers_are_compressed_for_those_who_accept_it_and_short_ones_and_streams_never()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var plain = await PostAsync(host, Long, null);
        var brotli = await PostAsync(host, Long, "br");
        var gzip = await PostAsync(host, Long, "gzip");
        var small = await PostAsync(host, "{ __typename }", "br, gzip");
        var stream = await PostAsync(host, Long, "br", "text/event-stream");

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(["br"], brotli.Content.Headers.ContentEncoding);
        Assert.Equal(["gzip"], gzip.Content.Headers.ContentEncoding);
        Assert.Empty(small.Content.Headers.ContentEncoding);
        Assert.Empty(stream.Content.Headers.ContentEncoding);
        var text = await plain.Content.ReadAsStringAsync();
        Assert.Equal(text, await ReadAsync(new BrotliStream(await brotli.Content.ReadAsStreamAsync(), CompressionMode.Decompress)));
        Assert.Equal(text, await ReadAsync(new GZipStream(await gzip.Content.ReadAsStreamAsync(), CompressionMode.Decompress)));
        Assert.True(JsonDocument.Parse(text).RootElement.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task Compression_can_be_switched_off()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Http:CompressResponses=false"]);

        Assert.Empty((await PostAsync(host, Long, "br, gzip")).Content.Headers.ContentEncoding);
    }

    private static async Task<HttpResponseMessage> PostAsync(HostProcess host, string query, string? encodings, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Accept.ParseAdd(accept);
        if (encodings is not null) request.Headers.AcceptEncoding.ParseAdd(encodings);
        return await host.Http.SendAsync(request);
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
