using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>Documents that clients name instead of sending them.</summary>
public sealed class StoredDocumentTests
{
    private const string Document = "query Type { __typename }";
    private const string Answer = """{"data":{"__typename":"Query"}}""";

    [Fact]
    public async Task A_registered_document_runs_by_its_id_until_it_is_removed()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var token = await data.TokenAsync();

        var registered = await RunAsync(host, token, "registerTrustedDocuments", new { input = new { documents = new object[] { new { text = Document, documentId = "type" }, new { text = Document } } } });
        var ids = registered.GetProperty("data").GetProperty("registerTrustedDocuments").GetProperty("trustedDocuments").EnumerateArray().Select(d => d.GetProperty("documentId").GetString()).ToList();
        Assert.Equal(["type", Hash], ids);

        Assert.Equal(Answer, await host.Http.GetStringAsync("/graphql?id=type"));
        Assert.Equal(Answer, await TextAsync(await PostAsync(host, new { documentId = "type" })));
        Assert.Equal(Answer, await TextAsync(await PostAsync(host, new { id = Hash })));
        Assert.Equal(Answer, await host.Http.GetStringAsync("/graphql/persisted/type"));
        var list = await RunAsync(host, token, "trustedDocuments", new { });
        Assert.Equal(2, list.GetProperty("data").GetProperty("trustedDocuments").GetProperty("totalCount").GetInt32());

        var removed = await RunAsync(host, token, "removeTrustedDocument", new { input = new { documentId = "type" } });
        Assert.Equal("type", removed.GetProperty("data").GetProperty("removeTrustedDocument").GetProperty("trustedDocument").GetProperty("documentId").GetString());
        Assert.Equal("PersistedQueryNotFound", await ErrorAsync(await PostAsync(host, new { id = "type" })));
        var again = await RunAsync(host, token, "removeTrustedDocument", new { input = new { documentId = "type" } });
        Assert.Equal("DOCUMENT_NOT_FOUND", again.GetProperty("data").GetProperty("removeTrustedDocument").GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_query_that_was_sent_with_its_hash_runs_by_the_hash_alone()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash } };

        Assert.Equal("PersistedQueryNotFound", await ErrorAsync(await PostAsync(host, new { extensions })));
        Assert.StartsWith(Answer[..^1], await TextAsync(await PostAsync(host, new { query = Document, extensions })));
        Assert.Equal(Answer, await TextAsync(await PostAsync(host, new { extensions })));
        // Somebody else's hash is not taken.
        var foreign = new { persistedQuery = new { version = 1, sha256Hash = new string('0', 64) } };
        await PostAsync(host, new { query = Document, extensions = foreign });
        Assert.Equal("PersistedQueryNotFound", await ErrorAsync(await PostAsync(host, new { extensions = foreign })));
    }

    [Fact]
    public async Task A_host_can_refuse_everything_but_trusted_documents()
    {
        await using var data = new DataDirectory();
        Directory.CreateDirectory(Path.Combine(data.Path, "documents"));
        await File.WriteAllTextAsync(Path.Combine(data.Path, "documents", "type.graphql"), Document);
        await using var host = await HostProcess.StartAsync(data.Path, ["--set", "Graph:Documents:OnlyTrusted=true", "--set", $"Graph:Documents:Folder={Path.Combine(data.Path, "documents")}"]);

        Assert.Equal(Answer, await TextAsync(await PostAsync(host, new { id = "type" })));
        Assert.Equal("Only persisted operations are allowed.", await ErrorAsync(await PostAsync(host, new { query = Document })));
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash } };
        Assert.Equal("Only persisted operations are allowed.", await ErrorAsync(await PostAsync(host, new { query = Document, extensions })));
        Assert.Equal("Invalid query id format.", await ErrorAsync(await PostAsync(host, new { id = "../type" })));
    }

    [Fact]
    public async Task A_document_that_cannot_be_kept_keeps_all_of_them_out()
    {
        (string Documents, string Code)[] refused =
        [
            ("""[{ "text": "{ a", "documentId": "a" }]""", "DOCUMENT_INVALID"),
            ("""[{ "text": "fragment F on Query { __typename }" }]""", "DOCUMENT_INVALID"),
            ("""[{ "text": "{ a }", "documentId": "a/b" }]""", "DOCUMENT_INVALID"),
            ("""[{ "text": "{ a }", "documentId": "a" }, { "text": "{ b }", "documentId": "a" }]""", "DOCUMENT_ID_TAKEN"),
            ("[]", "DOCUMENT_INVALID"),
        ];
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var token = await data.TokenAsync();
        foreach (var (documents, code) in refused)
        {
            var answer = await RunAsync(host, token, "registerTrustedDocuments", new { input = new { documents = JsonDocument.Parse(documents).RootElement } });
            Assert.Equal(code, answer.GetProperty("data").GetProperty("registerTrustedDocuments").GetProperty("errors")[0].GetProperty("code").GetString());
        }
        var list = await RunAsync(host, token, "trustedDocuments", new { });
        Assert.Equal(0, list.GetProperty("data").GetProperty("trustedDocuments").GetProperty("totalCount").GetInt32());
    }

    private static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)));

    private static Task<HttpResponseMessage> PostAsync(HostProcess host, object body) => host.Http.PostAsJsonAsync("/graphql", body);

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    private static async Task<string?> ErrorAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
        return JsonDocument.Parse(await TextAsync(answer)).RootElement.GetProperty("errors")[0].GetProperty("message").GetString();
    }

    private static async Task<JsonElement> RunAsync(HostProcess host, string token, string operation, object variables)
    {
        var query = await File.ReadAllTextAsync(Path.Combine(Testing.Repository.Root, "schema", "operations", operation + ".graphql"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = new("Bearer", token);
        var answer = await host.Http.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
