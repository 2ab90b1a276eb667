using System.Text;
using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Hooks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.OneOff;

/// <summary>Sources that are registered as data, with the Stash example of the source API's guide.</summary>
public sealed class OneOffSourceTests : IAsyncLifetime
{
    private static readonly object Stash = new
    {
        name = "one-off-source", displayName = "One Off Source", sshKey = "stash",
        repositories = new[] { new { id = "my-one-off-source", name = "The One Repo", cloneUrl = "ssh://git@host.example/myrepo/hindenburg.git" } },
        branches = new[] { "develop" },
        hook = new { changes = "refChanges", @ref = "refId", type = "type", types = new[] { "UPDATE" }, signature = "NONE" },
    };

    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await SourcesHost.StartAsync(("Sources:SshKeys:stash", "/etc/keys/stash_rsa"), ("Sources:PublicUrl", "https://plugins.example.org"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "R13")]
    [Trait("Line", "R12")]
    public async Task The_example_of_the_guide_is_registered_listed_and_followed()
    {
        var payload = await _host.MutateAsync("registerSourceProvider", Stash);
        Assert.Null(payload.Code());
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("secret").ValueKind);
        Assert.StartsWith("https://plugins.example.org/hooks/sources/one-off-source/", payload.GetProperty("hookUrl").GetString(), StringComparison.Ordinal);

        var source = (await _host.RunAsync("sourceProvider", new { name = "one-off-source" })).GetProperty("data").GetProperty("sourceProvider");
        Assert.Equal(("ONE_OFF", true, JsonValueKind.Null), (source.GetProperty("kind").GetString(), source.GetProperty("isAuthenticated").GetBoolean(), source.GetProperty("authEndpoint").ValueKind));
        Assert.Equal(("my-one-off-source", "The One Repo"), (source.GetProperty("repositories")[0].GetProperty("id").GetString(), source.GetProperty("repositories")[0].GetProperty("name").GetString()));
        var repository = (await _host.MutateAsync("activateRepository", new { provider = "one-off-source", repoId = "my-one-off-source" })).GetProperty("sourceRepository");
        Assert.Equal("ACTIVE", repository.GetProperty("status").GetString());
        var shown = (await _host.RunAsync("sourceRepository", new { id = repository.GetProperty("id").GetString() })).GetProperty("data").GetProperty("sourceRepository");
        Assert.Equal(payload.GetProperty("hookUrl").GetString(), shown.GetProperty("hookUrl").GetString());
        var record = await _host.DbAsync(db => db.Repositories.SingleAsync());
        Assert.Equal(("ssh://git@host.example/myrepo/hindenburg.git", "stash"), (record.CloneUrl, record.SshKeyRef));
    }

    [Theory]
    [InlineData("""{"refChanges":[{"refId":"refs/heads/develop","type":"UPDATE"}]}""", "PROCESSED", 1)]
    [InlineData("""{"refChanges":[{"refId":"refs/heads/master","type":"UPDATE"}]}""", "IGNORED", 0)]
    [InlineData("""{"refChanges":[{"refId":"refs/heads/develop","type":"DELETE"}]}""", "IGNORED", 0)]
    [InlineData("""{"refChanges":[{"refId":"refs/heads/x","type":"ADD"},{"refId":"refs/heads/develop","type":"UPDATE"}]}""", "PROCESSED", 1)]
    [InlineData("""{"refChanges":[]}""", "IGNORED", 0)]
    [InlineData("""{"other":1}""", "IGNORED", 0)]
    [Trait("Line", "R13")]
    public async Task Its_hook_counts_for_the_branch_and_the_kind_of_change_alone(string body, string status, int matched)
    {
        var path = new Uri((await _host.MutateAsync("registerSourceProvider", Stash)).GetProperty("hookUrl").GetString()!).AbsolutePath;
        await _host.MutateAsync("activateRepository", new { provider = "one-off-source", repoId = "my-one-off-source" });

        Assert.Equal(202, await DeliverAsync(path, body));
        await _host.Services.GetRequiredService<HookEventLoop>().RunOnceAsync(default);
        var told = (await _host.RunAsync("hookEvents")).GetProperty("data").GetProperty("hookEvents").GetProperty("nodes")[0];
        Assert.Equal((status, matched, false), (told.GetProperty("status").GetString(), told.GetProperty("matchedCount").GetInt32(), told.GetProperty("signatureValid").GetBoolean()));
        // What it tells of is a repository of its own list.
        Assert.Equal("my-one-off-source", told.GetProperty("repoId").GetString());
    }

    [Fact]
    public async Task Several_repositories_are_told_apart_and_signatures_are_checked()
    {
        var payload = await _host.MutateAsync("registerSourceProvider", new
        {
            name = "ours", displayName = "Ours",
            repositories = new[] { new { id = "team/a", name = "A", cloneUrl = "https://git.example.com/a.git" }, new { id = "team/b", name = "B", cloneUrl = "https://git.example.com/b.git" } },
            hook = new { @ref = "push.branch", repository = "$.project.path", signature = "HMAC_SHA256", signatureHeader = "X-Sig", signaturePrefix = "v1=", deliveryHeader = "X-Id" },
        });
        var (path, secret) = (new Uri(payload.GetProperty("hookUrl").GetString()!).AbsolutePath, payload.GetProperty("secret").GetString()!);
        await _host.MutateAsync("activateRepository", new { provider = "ours", repoId = "team/b" });
        var body = """{"push":{"branch":"main"},"project":{"path":"team/b"}}""";

        Assert.Equal(401, await DeliverAsync(path, body));
        Assert.Equal(401, await DeliverAsync(path, body, ("X-Sig", "v1=" + HookSigning.Hex(body, "wrong"))));
        Assert.Equal(202, await DeliverAsync(path, body, ("X-Sig", "v1=" + HookSigning.Hex(body, secret)), ("X-Id", "7")));
        Assert.Equal(200, await DeliverAsync(path, body, ("X-Sig", "v1=" + HookSigning.Hex(body, secret)), ("X-Id", "7")));
        Assert.Equal(1, await _host.Services.GetRequiredService<HookEventLoop>().RunOnceAsync(default));
        var told = Assert.Single((await _host.RunAsync("hookEvents")).GetProperty("data").GetProperty("hookEvents").GetProperty("nodes").EnumerateArray());
        Assert.Equal(("team/b", "main", 1), (told.GetProperty("repoId").GetString(), told.GetProperty("branches")[0].GetString(), told.GetProperty("matchedCount").GetInt32()));
    }

    [Theory]
    [InlineData("cloneUrl", "file:///etc/passwd", "INPUT_INVALID")]
    [InlineData("cloneUrl", "ext::sh -c id", "INPUT_INVALID")]
    [InlineData("cloneUrl", "--upload-pack=id", "INPUT_INVALID")]
    [InlineData("cloneUrl", "ssh://-oProxyCommand=id/x.git", "INPUT_INVALID")]
    [InlineData("cloneUrl", "https://user:password@git.example.com/x.git", "INPUT_INVALID")]
    [InlineData("cloneUrl", "https://git.example.com/../x.git", "INPUT_INVALID")]
    [InlineData("cloneUrl", "https://169.254.169.254/latest", "URL_NOT_ALLOWED")]
    [InlineData("cloneUrl", "ssh://git@10.0.0.1/x.git", "URL_NOT_ALLOWED")]
    [InlineData("id", "../x", "INPUT_INVALID")]
    [InlineData("id", "-x", "INPUT_INVALID")]
    [InlineData("name", "Not Kebab", "INPUT_INVALID")]
    [InlineData("name", "github", "SOURCE_PROVIDER_ALREADY_EXISTS")]
    [InlineData("sshKey", "other", "INPUT_INVALID")]
    [InlineData("ref", "a..b", "INPUT_INVALID")]
    [InlineData("branch", "[a", "INPUT_INVALID")]
    public async Task What_cannot_be_used_is_refused_and_nothing_is_saved(string field, string value, string code)
    {
        var payload = await _host.MutateAsync("registerSourceProvider", new
        {
            name = field == "name" ? value : "ours", displayName = "Ours", sshKey = field == "sshKey" ? value : null, branches = field == "branch" ? [value] : Array.Empty<string>(),
            repositories = new[] { new { id = field == "id" ? value : "a", name = "A", cloneUrl = field == "cloneUrl" ? value : "https://git.example.com/a.git" } },
            hook = new { @ref = field == "ref" ? value : "ref", signature = "NONE" },
        });

        Assert.Equal(code, payload.Code());
        Assert.Equal((0, 0), await _host.DbAsync(async db => (await db.OneOffSources.CountAsync(), await db.Hooks.CountAsync())));
    }

    [Fact]
    public async Task A_name_is_taken_once_in_an_organization()
    {
        await _host.MutateAsync("registerSourceProvider", Stash);
        Assert.Equal("SOURCE_PROVIDER_ALREADY_EXISTS", (await _host.MutateAsync("registerSourceProvider", Stash)).Code());

        _host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid());
        Assert.Equal(JsonValueKind.Null, (await _host.RunAsync("sourceProvider", new { name = "one-off-source" })).GetProperty("data").GetProperty("sourceProvider").ValueKind);
        Assert.Null((await _host.MutateAsync("registerSourceProvider", Stash)).Code());
    }

    private async Task<int> DeliverAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext { RequestServices = _host.Services };
        var parts = path.Split('/');
        http.Request.RouteValues["provider"] = parts[^2];
        http.Request.RouteValues["token"] = parts[^1];
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        await _host.Services.GetRequiredService<HookReceiver>().ReceiveAsync(http);
        return http.Response.StatusCode;
    }
}
