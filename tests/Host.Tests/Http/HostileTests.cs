using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace GraphQLPlugins.Host.Tests.Http;

/// <summary>Ordinary requests with a hundredth of hostile ones between: each gets an answer that blames it, and none leaves anything behind.</summary>
public sealed class HostileTests
{
    private const string Ordinary = """{"query":"query($first: Int) { repositories { name } plugins(first: $first) { nodes { pluginId } } }","variables":{"first":5}}""";

    /// <summary>What is sent, and what the answer may be.</summary>
    private static readonly (string Name, Func<HttpRequestMessage> Request, HttpStatusCode[] Answers)[] Hostile =
    [
        ("malformed UTF-8", () => Json([.. "{\"query\":\"{ a"u8, 0xC3, 0x28, .. " }\"}"u8]), [HttpStatusCode.BadRequest]),
        ("no JSON", () => Json("{\"query\":"u8.ToArray()), [HttpStatusCode.BadRequest]),
        ("a number", () => Json("1"u8.ToArray()), [HttpStatusCode.BadRequest]),
        ("deep JSON", () => Json(Text($$"""{"query":"{ __typename }","variables":{{string.Concat(Enumerable.Repeat("[", 5000))}}""")), [HttpStatusCode.BadRequest]),
        ("a deep document", () => Json(Text($$"""{"query":"{{string.Concat(Enumerable.Repeat("{ a ", 3000))}}"}""")), [HttpStatusCode.BadRequest]),
        ("many aliases", () => Json(Text($$"""{"query":"{ {{string.Concat(Enumerable.Range(0, 2000).Select(i => $"a{i}: __typename "))}} }"}""")), [HttpStatusCode.BadRequest]),
        ("too long", TooLong, [HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge]),
        ("a foreign type", () => Body(Text(Ordinary), "text/plain"), [HttpStatusCode.NotFound]),
        ("no type", () => Body(Text(Ordinary), null), [HttpStatusCode.NotFound]),
        ("a bomb", () => Bomb(), [HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest]),
        ("half a form", () => Form("--b\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{\"query\":\"mutation($f: Upload!)"), [HttpStatusCode.BadRequest]),
        ("a map to nowhere", () => Form(Part("operations", """{"query":"mutation($f: Upload!) { importCatalog(input: { file: $f }) { errors { __typename } } }","variables":{"f":null}}""")
            + Part("map", """{"0":["variables.elsewhere.0"]}""") + Part("0", "x") + "--b--\r\n"), [HttpStatusCode.BadRequest]),
        ("an unknown verb", () => new HttpRequestMessage(new HttpMethod("BREW"), "/graphql"), [HttpStatusCode.NotFound]),
        ("a mutation by GET", () => new HttpRequestMessage(HttpMethod.Get, "/graphql?query=mutation{__typename}"), [HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest]),
        ("a type nobody has", () => Accepting("image/png"), [HttpStatusCode.NotAcceptable]),
        ("a wrong variable", () => Json(Text("""{"query":"query($id: ID!) { node(id: $id) { id } }","variables":{"id":{"$ne":null}}}""")), [HttpStatusCode.BadRequest]),
        ("a false token", () => Authorized("Bearer ' or 1=1 --"), [HttpStatusCode.Unauthorized]),
    ];

    [Fact]
    public async Task Hostile_requests_are_blamed_and_leave_the_process_as_large_as_it_was()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Catalog:LoadDemo=true"]);
        await RoundAsync(host, 5_000);
        var before = ResidentBytes(host.Id);
        await RoundAsync(host, 10_000);
        var after = ResidentBytes(host.Id);

        // The collector gives memory back when it likes, so it is a quarter that counts as growth.
        Assert.True(after < before * 1.25, $"{before:N0} bytes became {after:N0}");
        Assert.DoesNotContain("fail:", host.Output);
        Assert.DoesNotContain("crit:", host.Output);
    }

    private static async Task RoundAsync(HostProcess host, int requests)
    {
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
        {
            if (i % 100 != 0)
            {
                using var ordinary = Json(Text(Ordinary));
                ordinary.Headers.Accept.ParseAdd("application/graphql-response+json");
                using var answer = await host.Http.SendAsync(ordinary, ct);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return;
            }
            if (i % 1000 == 0) await BreakOffAsync(host);
            var (name, request, answers) = Hostile[i / 100 % Hostile.Length];
            using var message = request();
            if (message.Headers.Accept.Count == 0) message.Headers.Accept.ParseAdd("application/graphql-response+json");
            using var blamed = await SendAsync(host, message, name, ct);
            Assert.True(answers.Contains(blamed.StatusCode), $"{name}: {(int)blamed.StatusCode} {await blamed.Content.ReadAsStringAsync(ct)}");
        });
    }

    private static async Task<HttpResponseMessage> SendAsync(HostProcess host, HttpRequestMessage message, string name, CancellationToken ct)
    {
        try
        {
            return await host.Http.SendAsync(message, ct);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException($"{name} got no answer", e);
        }
    }

    /// <summary>Promises more than it sends, and leaves.</summary>
    private static async Task BreakOffAsync(HostProcess host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Text("POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"query\":"));
    }

    private static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static HttpRequestMessage Json(byte[] body) => Body(body, "application/json");

    private static HttpRequestMessage Body(byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        if (type is not null) content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
    }

    /// <summary>The client asks before it sends, as those do that send much.</summary>
    private static HttpRequestMessage TooLong()
    {
        var request = Json(new byte[2 * 1024 * 1024]);
        request.Headers.ExpectContinue = true;
        return request;
    }

    private static HttpRequestMessage Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(new byte[8 * 1024 * 1024]);
        var request = Json(packed.ToArray());
        request.Content!.Headers.ContentEncoding.Add("gzip");
        return request;
    }

    private static string Part(string name, string value) => $"--b\r\ncontent-disposition: form-data; name=\"{name}\"{(name == "0" ? "; filename=\"a\"" : "")}\r\n\r\n{value}\r\n";

    private static HttpRequestMessage Form(string body)
    {
        var content = new ByteArrayContent(Text(body));
        content.Headers.TryAddWithoutValidation("content-type", "multipart/form-data; boundary=b");
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        request.Headers.Add("GraphQL-Preflight", "1");
        return request;
    }

    private static HttpRequestMessage Accepting(string type)
    {
        var request = Json(Text(Ordinary));
        request.Headers.Accept.ParseAdd(type);
        return request;
    }

    private static HttpRequestMessage Authorized(string value)
    {
        var request = Json(Text(Ordinary));
        request.Headers.TryAddWithoutValidation("authorization", value);
        return request;
    }
}
