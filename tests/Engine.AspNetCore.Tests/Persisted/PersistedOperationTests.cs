using System.Net;
using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using GraphQLPlugins.Engine.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Persisted;

public sealed class PersistedOperationTests
{
    private const string Document = "{ addTwo(a:1) }";
    private const string Answer = """{"data":{"addTwo":"3"}}""";
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)));

    private static string ByHash(string hash) => """{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"?"}}}""".Replace("?", hash);

    private static string WithHash(string hash) => $"{{\"query\":\"{Document}\"," + ByHash(hash)[1..];

    private static string Told(string query) => Answer[..^1] + ",\"extensions\":{\"persistedQuery\":{" + query + "}}}";

    [Fact]
    public async Task A_hash_is_registered_with_its_document_and_stands_for_it_afterwards()
    {
        await using var app = await TestApp.StartAsync(schema => schema.UseAutomaticPersistedOperationPipeline());
        using var unknown = await app.PostAsync(ByHash(Hash));
        Assert.Equal((HttpStatusCode.BadRequest, """{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"HC0020"}}]}"""),
            (unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
        Assert.Equal(Told($"\"sha256Hash\":\"{Hash}\",\"persisted\":true"), await TextAsync(app.PostAsync(WithHash(Hash))));
        Assert.Equal(Answer, await TextAsync(app.PostAsync(ByHash(Hash))));
        Assert.Equal(Answer, await app.Client.GetStringAsync(
            "/graphql?extensions=" + Uri.EscapeDataString(ByHash(Hash)["{\"extensions\":".Length..^1])));
    }

    [Fact]
    public async Task A_document_cannot_take_the_name_of_another()
    {
        await using var app = await TestApp.StartAsync(schema => schema.UseAutomaticPersistedOperationPipeline());
        var other = new string('0', 64);
        Assert.Equal(
            Told($"\"sha256Hash\":\"{other}\",\"expectedHashValue\":\"{Hash}\",\"expectedHashType\":\"sha256Hash\",\"expectedHashFormat\":\"Hex\",\"persisted\":false"),
            await TextAsync(app.PostAsync(WithHash(other))));
        Assert.Contains("PersistedQueryNotFound", await TextAsync(app.PostAsync(ByHash(other))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_hash_form_can_be_chosen()
    {
        await using var app = await TestApp.StartAsync(schema => schema.UseAutomaticPersistedOperationPipeline().ModifyPersistedOperations(o =>
        {
            o.HashAlgorithm = DocumentHashAlgorithm.Md5;
            o.HashFormat = HashFormat.Base64;
        }));
        var hash = Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(Document))).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        Assert.StartsWith(Answer[..^1], await TextAsync(app.PostAsync(WithHash(hash).Replace("sha256Hash", "md5Hash"))), StringComparison.Ordinal);
        Assert.Equal(Answer, await TextAsync(app.PostAsync(ByHash(hash).Replace("sha256Hash", "md5Hash"))));
    }

    [Theory]
    [InlineData("""{"id":"first"}""")]
    [InlineData("""{"documentId":"first"}""")]
    public async Task Documents_of_a_folder_run_by_id(string body)
    {
        await using var app = await StartWithFolderAsync();
        Assert.Equal(Answer, await TextAsync(app.PostAsync(body)));
        Assert.Equal("""{"errors":[{"message":"The specified persisted operation key is invalid.","extensions":{"code":"HC0020","requestedKey":"other"}}]}""",
            await TextAsync(app.PostAsync(body.Replace("first", "other"))));
    }

    [Theory]
    [InlineData("../first")]
    [InlineData("a.b")]
    [InlineData("a b")]
    public async Task An_id_has_letters_digits_and_dashes(string id)
    {
        await using var app = await StartWithFolderAsync();
        Assert.Equal("""{"errors":[{"message":"Invalid query id format."}]}""", await TextAsync(app.PostAsync($$"""{"id":"{{id}}"}""")));
    }

    [Fact]
    public async Task Everything_else_can_be_refused()
    {
        await using var app = await StartWithFolderAsync(o => o.OnlyAllowPersistedDocuments = true);
        Assert.Equal("""{"errors":[{"message":"Only persisted operations are allowed.","extensions":{"code":"HC0067"}}]}""",
            await TextAsync(app.PostAsync("""{"query":"{ addTwo(a:1) }"}""")));
        Assert.Equal(Answer, await TextAsync(app.PostAsync("""{"id":"first"}""")));
    }

    [Fact]
    public async Task A_request_may_be_exempted_by_an_interceptor()
    {
        await using var app = await TestApp.StartAsync(schema => schema.UsePersistedOperationPipeline().AddInMemoryOperationDocumentStorage()
            .ModifyPersistedOperations(o => o.OnlyAllowPersistedDocuments = true)
            .AddHttpRequestInterceptor((context, _, builder, _) =>
            {
                if (context.Request.Headers.ContainsKey("X-Admin")) builder.AllowNonPersistedOperation();
                return default;
            }));
        Assert.Contains("HC0067", await TextAsync(app.PostAsync("""{"query":"{ addTwo(a:1) }"}""")), StringComparison.Ordinal);
        Assert.Equal(Answer, await TextAsync(app.PostAsync("""{"query":"{ addTwo(a:1) }"}""", headers: ("X-Admin", "1"))));
    }

    [Fact]
    public async Task Answers_to_stored_queries_by_GET_can_be_kept()
    {
        await using var app = await StartWithFolderAsync(o => o.MaxAge = TimeSpan.FromMinutes(1));
        using var first = await app.Client.GetAsync("/graphql?id=first");
        Assert.Equal(Answer, await first.Content.ReadAsStringAsync());
        Assert.Equal("max-age=60, private", first.Headers.CacheControl!.ToString());
        var again = new HttpRequestMessage(HttpMethod.Get, "/graphql?id=first") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await app.Client.SendAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, ""), (second.StatusCode, await second.Content.ReadAsStringAsync()));
        using var plain = await app.Client.GetAsync("/graphql?query={addTwo(a:1)}");
        Assert.Null(plain.Headers.ETag);
    }

    [Fact]
    public async Task Stored_documents_have_URLs()
    {
        await using var app = await StartWithFolderAsync(map: a => a.MapGraphQLPersistedOperations());
        Assert.Equal(Answer, await app.Client.GetStringAsync("/graphql/persisted/first"));
        Assert.Equal("""{"data":{"addTwo":"7"}}""", await app.Client.GetStringAsync("/graphql/persisted/second/Q?variables=%7B%22n%22%3A5%7D"));
        Assert.Equal("""{"data":{"addTwo":"8"}}""", await TextAsync(app.PostAsync("""{"variables":{"n":6}}""", path: "/graphql/persisted/second")));
        Assert.Contains("HC0020", await TextAsync(app.PostAsync("{}", path: "/graphql/persisted/none")), StringComparison.Ordinal);
    }

    private static async Task<TestApp> StartWithFolderAsync(Action<PersistedOperationOptions>? options = null, Action<WebApplication>? map = null)
    {
        var folder = Directory.CreateTempSubdirectory("documents").FullName;
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "first.graphql"), Document);
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "second.graphql"), "query Q($n: Int!) { addTwo(a: $n) }");
        return await TestApp.StartAsync(
            schema => schema.UsePersistedOperationPipeline().AddFileSystemOperationDocumentStorage(folder).ModifyPersistedOperations(options ?? (_ => { })), map: map);
    }

    private static async Task<string> TextAsync(Task<HttpResponseMessage> response) => await (await response).Content.ReadAsStringAsync();
}
