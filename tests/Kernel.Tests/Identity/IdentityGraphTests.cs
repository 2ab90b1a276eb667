using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Kernel.Tests.Identity;

/// <summary>The canonical documents of tokens, projects and the audit, through the engine and the database.</summary>
public sealed class IdentityGraphTests
{
    private static readonly string[] CatalogRead = ["catalog:read"];

    [Fact]
    public async Task The_viewer_is_the_callers_own_view_of_itself()
    {
        await using var host = await StartAsync();
        host.Caller = ModuleHost.Identity("tokens:read catalog:write");
        Assert.Equal("""{"viewer":{"name":"tester","isAuthenticated":true,"capabilities":["tokens:read","catalog:write"],"expiresAt":null,"organization":{"id":"T3JnYW5pemF0aW9uOgAAkAEAAABwgAAAAAAAAAE=","name":"default"}}}""",
            Data(await host.RunAsync("viewer")));
        host.Caller = null;
        Assert.Equal("""{"name":"anonymous","isAuthenticated":false,"capabilities":["catalog:read"]}""",
            Data(await host.QueryAsync("{ viewer { name isAuthenticated capabilities } }"), "viewer"));
    }

    [Fact]
    public async Task A_token_is_made_listed_and_revoked()
    {
        await using var host = await StartAsync();
        host.Caller = ModuleHost.Identity("*", principalId: Principal.AdministratorId);
        var created = (await host.RunAsync("createToken", new { input = new { name = "ci", capabilities = CatalogRead } })).GetProperty("data").GetProperty("createToken").GetProperty("createdToken");
        Assert.Matches("^gqp_[0-9a-f]{64}$", created.GetProperty("secret").GetString());
        var id = created.GetProperty("token").GetProperty("id").GetString();

        var listed = (await host.RunAsync("tokens")).GetProperty("data").GetProperty("tokens");
        Assert.Equal(1, listed.GetProperty("totalCount").GetInt32());
        var token = listed.GetProperty("nodes")[0];
        Assert.Equal(id, token.GetProperty("id").GetString());
        Assert.Equal("""["catalog:read"]""", token.GetProperty("capabilities").GetRawText());
        Assert.Equal("administrator", token.GetProperty("principal").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, token.GetProperty("revokedAt").ValueKind);

        var revoked = (await host.RunAsync("revokeToken", new { input = new { tokenId = id } })).GetProperty("data").GetProperty("revokeToken");
        Assert.Equal(JsonValueKind.String, revoked.GetProperty("accessToken").GetProperty("revokedAt").ValueKind);
        Assert.Equal(JsonValueKind.Null, revoked.GetProperty("errors").ValueKind);
    }

    [Fact]
    public async Task What_goes_too_far_is_an_error_in_the_payload_and_nothing_is_made()
    {
        await using var host = await StartAsync();
        host.Caller = ModuleHost.Identity("tokens:write");
        Assert.Equal("""
            {"createToken":{"createdToken":null,"errors":[{"__typename":"ScopeExceedsRequesterError","message":"You do not hold catalog:read yourself, so you cannot grant it.","code":"SCOPE_EXCEEDS_REQUESTER","path":["capabilities"],"retryable":false,"capability":"catalog:read"}]}}
            """, Data(await host.RunAsync("createToken", new { input = new { name = "ci", capabilities = CatalogRead } })));
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.access_tokens"));
    }

    [Fact]
    public async Task An_unknown_token_cannot_be_revoked_and_an_id_of_another_type_is_no_token()
    {
        await using var host = await StartAsync();
        var unknown = Convert.ToBase64String([.. "AccessToken:"u8, .. new byte[16]]);
        Assert.Equal("TokenNotFoundError", (await host.RunAsync("revokeToken", new { input = new { tokenId = unknown } })).GetProperty("data").GetProperty("revokeToken").GetProperty("errors")[0].GetProperty("__typename").GetString());
        var foreign = Convert.ToBase64String([.. "Project:"u8, .. new byte[16]]);
        Assert.Equal(1, (await host.RunAsync("revokeToken", new { input = new { tokenId = foreign } })).GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("tokens", "tokens:write")]
    [InlineData("projects", "tokens:*")]
    [InlineData("auditLog", "catalog:admin")]
    public async Task Each_list_needs_its_capability(string operation, string otherCapability)
    {
        await using var host = await StartAsync();
        host.Caller = ModuleHost.Identity("audit:read tokens:read projects:read");
        Assert.False((await host.RunAsync(operation)).TryGetProperty("errors", out _));
        host.Caller = ModuleHost.Identity(otherCapability is "tokens:write" ? "audit:read" : otherCapability);
        Assert.Equal("AUTH_NOT_AUTHORIZED", CodeOf(await host.RunAsync(operation)));
        host.Caller = null;
        Assert.Equal("AUTH_NOT_AUTHENTICATED", CodeOf(await host.RunAsync(operation)));
    }

    [Fact]
    public async Task Projects_form_a_tree_that_can_be_paged_and_refetched_by_id()
    {
        await using var host = await StartAsync();
        var top = await CreateProjectAsync(host, "top", null);
        await CreateProjectAsync(host, "below", top);
        Assert.Equal("""{"projects":{"totalCount":2,"nodes":[{"name":"below","parent":{"name":"top"}},{"name":"top","parent":null}]}}""",
            Data(await host.QueryAsync("{ projects(order: [{ name: ASC }]) { totalCount nodes { name parent { name } } } }")));
        Assert.Equal("""{"node":{"name":"top"}}""", Data(await host.QueryAsync("query($id: ID!) { node(id: $id) { ... on Project { name } } }", new { id = top })));
    }

    [Fact]
    public async Task Another_organizations_things_are_invisible()
    {
        await using var host = await StartAsync();
        var ours = await CreateProjectAsync(host, "ours", null);
        host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid());
        Assert.Equal("""{"projects":{"totalCount":0},"auditLog":{"totalCount":0},"tokens":{"totalCount":0}}""",
            Data(await host.QueryAsync("{ projects { totalCount } auditLog { totalCount } tokens { totalCount } }")));
        Assert.Equal("""{"node":null}""", Data(await host.QueryAsync("query($id: ID!) { node(id: $id) { ... on Project { name } } }", new { id = ours })));
    }

    [Fact]
    public async Task The_audit_can_be_searched_by_what_was_done()
    {
        await using var host = await StartAsync();
        var project = await CreateProjectAsync(host, "one", null);
        await host.RunAsync("createToken", new { input = new { name = "ci", capabilities = CatalogRead } });
        var log = (await host.RunAsync("auditLog", new { where = new { action = new { eq = "createProject" } } })).GetProperty("data").GetProperty("auditLog");
        Assert.Equal(1, log.GetProperty("totalCount").GetInt32());
        var entry = log.GetProperty("nodes")[0];
        Assert.Equal("tester", entry.GetProperty("actor").GetString());
        Assert.StartsWith("Project:", entry.GetProperty("target").GetString());
        Assert.Equal(64, entry.GetProperty("afterDigest").GetString()!.Length);
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("beforeDigest").ValueKind);
        Assert.NotNull(project);
    }

    private static Task<ModuleHost> StartAsync() => ModuleHost.StartAsync("identity", () => [], _ => Task.CompletedTask);

    private static async Task<string?> CreateProjectAsync(ModuleHost host, string name, string? parentId) =>
        (await host.RunAsync("createProject", new { input = new { name, parentId } })).GetProperty("data").GetProperty("createProject").GetProperty("project").GetProperty("id").GetString();

    private static string CodeOf(JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()!;

    private static string Data(JsonElement answer, string? field = null)
    {
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        var data = answer.GetProperty("data");
        return (field is null ? data : data.GetProperty(field)).GetRawText();
    }
}
