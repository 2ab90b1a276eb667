using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Connections;

/// <summary>Accounts that are connected by OAuth 2 with state and PKCE, against a server that checks both.</summary>
public sealed class SourceAuthTests : IAsyncLifetime
{
    private GitHubServer _gitHub = null!;
    private ModuleHost _host = null!;

    public async Task InitializeAsync()
    {
        _gitHub = await VendorServer.StartAsync<GitHubServer>();
        _gitHub.Fill(3);
        _host = await SourcesHost.StartAsync(
            ("Sources:GitHub:Url", _gitHub.Url.AbsoluteUri), ("Sources:GitHub:ClientId", "client"), ("Sources:GitHub:ClientSecret", "client-secret"),
            ("Sources:PublicUrl", "https://plugins.example.org"), ("Sources:RedirectUrl", "https://console.example.org/back"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task An_account_is_connected_with_a_state_and_a_proof_of_the_same_client()
    {
        var (state, query) = await StartAsync();
        Assert.Equal(("code", "client", "S256", "https://console.example.org/back", state), (query["response_type"], query["client_id"], query["code_challenge_method"], query["redirect_uri"], query["state"]));

        var payload = await CompleteAsync(state);
        Assert.Null(payload.Code());
        var connection = payload.GetProperty("sourceConnection");
        Assert.Equal(("github", "tester", "ada", "CONNECTED"), (connection.GetProperty("provider").GetString(), connection.GetProperty("owner").GetString(), connection.GetProperty("account").GetString(), connection.GetProperty("status").GetString()));
        var form = _gitHub.LastTokenRequest;
        Assert.Equal(query["code_challenge"], Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        Assert.Equal(("authorization_code", "client", "client-secret", "https://console.example.org/back"), (form["grant_type"], form["client_id"], form["client_secret"], form["redirect_uri"]));
    }

    [Fact]
    [Trait("Line", "R6")]
    public async Task A_source_shows_repositories_to_whoever_is_connected_only()
    {
        var before = await ProviderAsync();
        Assert.False(before.GetProperty("isAuthenticated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, before.GetProperty("repositories").ValueKind);
        Assert.Equal("SOURCE_NOT_AUTHENTICATED", (await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001" })).Code());

        await ConnectAsync();
        await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001" });
        var after = await ProviderAsync();
        Assert.True(after.GetProperty("isAuthenticated").GetBoolean());
        Assert.Equal([("ada/repo-0000", false), ("ada/repo-0001", true), ("ada/repo-0002", false)],
            after.GetProperty("repositories").EnumerateArray().Select(r => (r.GetProperty("name").GetString()!, r.GetProperty("active").GetBoolean())));

        _host.Caller = ModuleHost.Identity("*", principalId: Guid.NewGuid());
        Assert.False((await ProviderAsync()).GetProperty("isAuthenticated").GetBoolean());
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_state_is_good_once_for_the_same_caller_and_for_a_while()
    {
        var (used, _) = await StartAsync();
        await CompleteAsync(used);
        Assert.Equal("SOURCE_GRANT_INVALID", (await CompleteAsync(used)).Code());

        var (others, _) = await StartAsync();
        _host.Caller = ModuleHost.Identity("*", principalId: Guid.NewGuid());
        Assert.Equal("SOURCE_GRANT_INVALID", (await CompleteAsync(others)).Code());
        _host.Caller = ModuleHost.Identity("*");

        var (late, _) = await StartAsync();
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await _host.DbAsync(db => db.PendingAuthorizations.ExecuteUpdateAsync(a => a.SetProperty(x => x.ExpiresAt, past)));
        Assert.Equal("SOURCE_GRANT_INVALID", (await CompleteAsync(late)).Code());
        Assert.Equal("SOURCE_GRANT_INVALID", (await CompleteAsync("made up")).Code());
        Assert.Equal(1, await _host.DbAsync(db => db.Connections.CountAsync()));
    }

    [Fact]
    public async Task A_code_that_the_source_does_not_take_uses_up_the_state()
    {
        var (state, _) = await StartAsync();

        Assert.Equal("SOURCE_GRANT_INVALID", (await CompleteAsync(state, "bad-code")).Code());
        Assert.Equal("SOURCE_GRANT_INVALID", (await CompleteAsync(state)).Code());
        Assert.Equal(0, await _host.DbAsync(db => db.Connections.CountAsync()));
    }

    [Fact]
    public async Task Connecting_is_repeated_by_its_key_and_rehearsed_without_using_up_the_state()
    {
        var (state, _) = await StartAsync();
        Assert.Null((await _host.MutateAsync("completeSourceAuth", new { state, code = "good-code", dryRun = true })).Code());
        Assert.Equal(0, await _host.DbAsync(db => db.Connections.CountAsync()));

        var first = await _host.MutateAsync("completeSourceAuth", new { state, code = "good-code", idempotencyKey = "k" });
        var again = await _host.MutateAsync("completeSourceAuth", new { state, code = "good-code", idempotencyKey = "k" });
        Assert.Equal((null, first.GetProperty("sourceConnection").GetRawText()), (again.Code(), again.GetProperty("sourceConnection").GetRawText()));
    }

    [Fact]
    public async Task A_token_that_is_over_is_renewed_once_however_many_need_it()
    {
        await ConnectAsync();
        var now = DateTimeOffset.UtcNow;
        await _host.DbAsync(db => db.Connections.ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, now)));
        var before = _gitHub.Requests.Count(r => r.EndsWith("access_token", StringComparison.Ordinal));
        var provider = (await _host.Services.GetRequiredService<Sources.Providers.SourceProviders>().FindAsync(Kernel.Identity.Organization.DefaultId, "github", default))!;
        var accesses = _host.Services.GetRequiredService<SourceAccesses>();
        var owner = new SourceOwner(Kernel.Identity.Organization.DefaultId, "tester");

        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => accesses.RequireAsync(provider, owner, default))));
        Assert.All(tokens, t => Assert.Equal(VendorServer.Token, t.Token));
        Assert.Equal(1, _gitHub.Requests.Count(r => r.EndsWith("access_token", StringComparison.Ordinal)) - before);
        Assert.Equal("refresh_token", _gitHub.LastTokenRequest["grant_type"]);
    }

    [Fact]
    public async Task A_refresh_token_that_was_withdrawn_ends_the_connection()
    {
        await ConnectAsync();
        _gitHub.RefreshToken = null;
        var now = DateTimeOffset.UtcNow;
        await _host.DbAsync(db => db.Connections.ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, now)));

        Assert.Equal("SOURCE_NOT_AUTHENTICATED", (await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001" })).Code());
        Assert.Equal(SourceConnectionStatus.Expired, await _host.DbAsync(db => db.Connections.Select(c => c.Status).SingleAsync()));
    }

    [Fact]
    [Trait("Line", "N9")]
    public async Task Disconnecting_hides_repositories_and_activating_takes_them_up_as_they_were()
    {
        await ConnectAsync();
        var id = (await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001", config = new { excludeFiles = new[] { "*.md" } } })).GetProperty("sourceRepository").GetProperty("id").GetString();
        Assert.Null((await _host.MutateAsync("disconnectSource", new { provider = "github" })).Code());
        Assert.Equal("HIDDEN", (await RepositoryAsync(id!)).GetProperty("status").GetString());
        Assert.Equal("SOURCE_NOT_AUTHENTICATED", (await _host.MutateAsync("disconnectSource", new { provider = "github" })).Code());
        Assert.Equal("REPOSITORY_NOT_ACTIVE", (await _host.MutateAsync("deactivateRepository", new { id })).Code());

        await ConnectAsync();
        Assert.Null((await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001", config = new { includeFiles = new[] { "src/**" } } })).Code());
        var again = await RepositoryAsync(id!);
        Assert.Equal("ACTIVE", again.GetProperty("status").GetString());
        Assert.Equal("""{"includeFiles":["src/**"],"excludeFiles":["*.md"],"branches":[],"publishOnTag":[],"perService":[]}""", again.GetProperty("config").GetRawText());
        Assert.Single(_gitHub.Hooks);
    }

    [Fact]
    public async Task Tokens_are_sealed_and_in_no_audit_entry()
    {
        await ConnectAsync();
        var sealedBytes = await _host.DbAsync(async db => (await db.Connections.SingleAsync()) is var c ? Encoding.Latin1.GetString([.. c.SealedAccessToken, .. c.SealedRefreshToken!]) : "");
        var audit = (await _host.QueryAsync("{ auditLog(first: 50) { nodes { action target scope } } }")).GetRawText();

        Assert.DoesNotContain(VendorServer.Token, sealedBytes + audit, StringComparison.Ordinal);
        Assert.DoesNotContain("good-code", audit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "SOURCE_PROVIDER_NOT_FOUND")]
    [InlineData("gitlab", "SOURCE_NOT_CONFIGURED")]
    [InlineData("git", "ACTION_NOT_SUPPORTED")]
    public async Task Only_sources_with_accounts_of_ones_own_are_connected(string provider, string code) =>
        Assert.Equal(code, (await _host.MutateAsync("startSourceAuth", new { provider })).Code());

    [Fact]
    [Trait("Line", "R2")]
    [Trait("Line", "R3")]
    public async Task All_sources_are_listed_with_what_they_lack()
    {
        var providers = (await _host.RunAsync("sourceProviders")).GetProperty("data").GetProperty("sourceProviders").EnumerateArray().ToList();

        Assert.Equal(["azure-repos", "bitbucket", "bitbucket-cloud", "git", "gitea", "github", "gitlab"], providers.Select(p => p.GetProperty("name").GetString()));
        Assert.Equal([false, false, false, true, false, true, false], providers.Select(p => p.GetProperty("isConfigured").GetBoolean()));
        Assert.Equal(["Sources:Gitea:Url", "Sources:Gitea:ClientId", "Sources:Gitea:ClientSecret"], providers[4].GetProperty("requiredConfig").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(_gitHub.Url + "login/oauth/authorize", providers[5].GetProperty("authEndpoint").GetString());
    }

    private async Task<(string State, System.Collections.Specialized.NameValueCollection Query)> StartAsync()
    {
        var payload = await _host.MutateAsync("startSourceAuth", new { provider = "github" });
        return (payload.GetProperty("state").GetString()!, HttpUtility.ParseQueryString(new Uri(payload.GetProperty("authorizationUrl").GetString()!).Query));
    }

    private Task<JsonElement> CompleteAsync(string state, string code = "good-code") => _host.MutateAsync("completeSourceAuth", new { state, code });

    private async Task ConnectAsync() => Assert.Null((await CompleteAsync((await StartAsync()).State)).Code());

    private async Task<JsonElement> ProviderAsync() => (await _host.RunAsync("sourceProvider", new { name = "github" })).GetProperty("data").GetProperty("sourceProvider");

    private async Task<JsonElement> RepositoryAsync(string id) => (await _host.RunAsync("sourceRepository", new { id })).GetProperty("data").GetProperty("sourceRepository");
}
