using System.Net;
using System.Net.Sockets;
using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Uploads;

/// <summary>The GraphQL multipart request specification.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private const string One = """{"query":"mutation($file: Upload!) { upload(file: $file) }","variables":{"file":null}}""";
    private readonly string _directory = Directory.CreateTempSubdirectory("uploads").FullName;
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(options: o =>
    {
        o.Uploads.Directory = _directory;
        o.Uploads.MemoryBytes = 1_000;
        o.Uploads.MaxFileBytes = 100_000;
        o.Uploads.MaxRequestBytes = 150_000;
        o.Uploads.MaxFiles = 2;
    });

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(1_001)]
    [InlineData(100_000)]
    public async Task A_file_reaches_the_resolver_and_leaves_nothing_behind(int length)
    {
        using var response = await SendAsync(One, """{"0":["variables.file"]}""", ("0", new byte[length]));
        Assert.Equal($$$"""{"data":{"upload":"0.bin application/x-test {{{length}}} {{{length}}}"}}""", await response.Content.ReadAsStringAsync());
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Files_may_be_in_lists_and_input_objects()
    {
        using var response = await SendAsync(
            """{"query":"mutation($i: AttachmentsInput!) { uploadAll(input: $i) }","variables":{"i":{"title":"t","files":[null,null]}}}""",
            """{"a":["variables.i.files.0"],"b":["variables.i.files.1"]}""", ("a", "one"u8.ToArray()), ("b", "two"u8.ToArray()));
        Assert.Equal("""{"data":{"uploadAll":["t:one","t:two"]}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_text_is_no_file()
    {
        using var response = await _app.PostAsync("""{"query":"mutation($file: Upload!) { upload(file: $file) }","variables":{"file":"x"}}""");
        Assert.Equal((400, """{"errors":[{"message":"Upload cannot parse the given literal of type `StringValueNode`.","path":["file"]}]}"""),
            ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("""{"0":["variables.nope"]}""", "HC0039")]
    [InlineData("""{"0":["variables.file.x"]}""", "HC0040")]
    [InlineData("""{"0":["variables.."]}""", "HC0041")]
    [InlineData("""{"0":["file"]}""", "HC0042")]
    [InlineData("""{"0":[]}""", "HC0037")]
    [InlineData("""{"1":["variables.file"]}""", "HC0038")]
    [InlineData("""["variables.file"]""", "HC0043")]
    [InlineData("{", "HC0043")]
    public async Task A_map_that_points_nowhere_is_refused(string map, string code)
    {
        using var response = await SendAsync(One, map, ("0", [1]));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Fields_out_of_order_are_refused()
    {
        Assert.Contains("HC0034", await SendPartsAsync(("x", "1")), StringComparison.Ordinal);
        Assert.Contains("HC0035", await SendPartsAsync(("map", "{}"), ("operations", One)), StringComparison.Ordinal);
        Assert.Contains("HC0044", await SendPartsAsync(("operations", One)), StringComparison.Ordinal);
        Assert.Contains("HC0009", await SendPartsAsync(("operations", $"[{One}]"), ("map", "{}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_is_answered_with_413()
    {
        using var file = await SendAsync(One, """{"0":["variables.file"]}""", ("0", new byte[100_001]));
        Assert.Equal((413, """{"errors":[{"message":"A file may have at most 100000 bytes.","extensions":{"code":"HC0010"}}]}"""),
            ((int)file.StatusCode, await file.Content.ReadAsStringAsync()));
        using var request = await SendAsync(One, """{"0":["variables.file"]}""", ("0", new byte[90_000]), ("1", new byte[90_000]));
        Assert.Equal(413, (int)request.StatusCode);
        using var files = await SendAsync(
            """{"query":"mutation($i: AttachmentsInput!) { uploadAll(input: $i) }","variables":{"i":{"title":"t","files":[null,null,null]}}}""",
            """{"a":["variables.i.files.0"],"b":["variables.i.files.1"],"c":["variables.i.files.2"]}""", ("a", [1]), ("b", [2]), ("c", [3]));
        Assert.Equal((413, """{"errors":[{"message":"A request may have at most 2 files.","extensions":{"code":"HC0010"}}]}"""),
            ((int)files.StatusCode, await files.Content.ReadAsStringAsync()));
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_refused()
    {
        const string body = "--b\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{}";
        using var socket = new TcpClient(_app.Address.Host, _app.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /graphql HTTP/1.1\r\nHost: x\r\nGraphQL-Preflight: 1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        var answer = await new StreamReader(socket.GetStream()).ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer, StringComparison.Ordinal);
        Assert.Contains("HC0033", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    public async Task A_form_without_boundary_is_refused(string contentType)
    {
        using var response = await _app.PostAsync("", contentType: contentType, headers: ("GraphQL-Preflight", "1"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("HC0033", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string operations, string map, params (string Key, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent(operations), "operations" }, { new StringContent(map), "map" } };
        foreach (var (key, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new("application/x-test");
            form.Add(part, key, $"{key}.bin");
        }
        return await _app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = form, Headers = { { "GraphQL-Preflight", "1" } } });
    }

    private async Task<string> SendPartsAsync(params (string Name, string Value)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in parts) form.Add(new StringContent(value), name);
        using var response = await _app.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = form, Headers = { { "GraphQL-Preflight", "1" } } });
        Assert.Equal(400, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
