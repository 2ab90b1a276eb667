using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.Tokens;

/// <summary>Tokens of apps: how they are got, what they allow, when they end.</summary>
public sealed class AppTokenTests : AppScene
{
    [Fact]
    [Trait("Line", "A44")]
    public async Task A_code_is_exchanged_once_for_a_token_of_8_hours()
    {
        var client = await InstalledAsync("""{ "scopes": ["event:read"] }""");

        var payload = await DoAsync("exchangeAppToken", client.With("code", client.Code, state: "s t a t e"));
        var replay = await RefusedAsync("exchangeAppToken", client.With("code", client.Code));

        var identity = await AuthenticateAsync(Text(payload, "accessToken"));
        Assert.Equal(("app/one", "catalog:read", "s t a t e"), (identity!.Name, string.Join(' ', identity.Capabilities.Granted), Text(payload, "state")));
        Assert.Equal(8, Math.Round((identity.ExpiresAt!.Value - Clock.GetUtcNow()).TotalHours, 1));
        Assert.Equal(("GrantInvalidError", "GRANT_INVALID"), (Type(replay), Text(replay, "code")));
        Clock.Advance(TimeSpan.FromHours(8));
        Assert.Null(await AuthenticateAsync(Text(payload, "accessToken")));
    }

    [Fact]
    [Trait("Line", "A44")]
    public async Task Of_those_who_present_a_code_at_once_one_gets_a_token()
    {
        var client = await InstalledAsync();
        Host.Caller = null;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Host.RunAsync("exchangeAppToken", new { input = client.With("code", client.Code) })));

        Assert.Single(answers, a => a.GetProperty("data").GetProperty("exchangeAppToken").GetProperty("errors").ValueKind == JsonValueKind.Null);
        Assert.Equal(1L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.app_tokens"));
    }

    [Fact]
    [Trait("Line", "A44")]
    public async Task A_refresh_token_works_once_and_ends_the_token_before()
    {
        var client = await InstalledAsync();
        var first = await DoAsync("exchangeAppToken", client.With("code", client.Code));
        Assert.NotNull(await AuthenticateAsync(Text(first, "accessToken")));
        Clock.Advance(TimeSpan.FromDays(3));

        var second = await DoAsync("exchangeAppToken", client.With("refresh", Text(first, "refreshToken")));

        Assert.Null(await AuthenticateAsync(Text(first, "accessToken")));
        Assert.NotNull(await AuthenticateAsync(Text(second, "accessToken")));
        Assert.Null(await AuthenticateAsync(Text(second, "refreshToken")));
        Assert.Equal("GrantInvalidError", Type(await RefusedAsync("exchangeAppToken", client.With("refresh", Text(first, "refreshToken")))));
    }

    [Fact]
    [Trait("Line", "A44")]
    public async Task A_code_expires()
    {
        var client = await InstalledAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("GrantInvalidError", Type(await RefusedAsync("exchangeAppToken", client.With("code", client.Code))));
    }

    [Fact]
    [Trait("Line", "A44")]
    public async Task A_wrong_client_gets_nothing_and_uses_nothing_up()
    {
        var client = await InstalledAsync();
        var other = await InstalledAsync("""{ "name": "Two" }""");

        foreach (var attempt in new[]
        {
            client with { Secret = other.Secret }, client with { Secret = "" }, client with { ClientId = other.ClientId }, client with { ClientId = other.ClientId, Secret = other.Secret },
            client with { Installation = other.Installation }, other with { Installation = client.Installation }, client with { Installation = Guid.NewGuid().ToString() },
            client with { Code = "x" }, client with { Code = null }, client with { Code = other.Code },
        })
            Assert.Equal("GrantInvalidError", Type(await RefusedAsync("exchangeAppToken", attempt.With("code", attempt.Code))));
        Assert.Equal("GrantInvalidError", Type(await RefusedAsync("exchangeAppToken", client.With("refresh", client.Code))));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("exchangeAppToken", client.With("code", client.Code, state: new string('x', 2001)))));

        await DoAsync("exchangeAppToken", client.With("code", client.Code));
    }

    [Fact]
    [Trait("Line", "A44")]
    public async Task The_exchange_needs_no_token_and_is_audited_where_the_app_is_installed()
    {
        var client = await InstalledAsync();
        await PublishAsync("one");
        Host.Caller = Other();
        var theirs = await DoAsync("installApp", new { slug = "one" });
        Host.Caller = null;

        var payload = await DoAsync("exchangeAppToken", (client with { Installation = Text(theirs.GetProperty("installation"), "uuid")! }).With("code", Text(theirs, "code")));

        Assert.Equal(OtherOrganization, (await AuthenticateAsync(Text(payload, "accessToken")))!.OrganizationId);
        Assert.Equal($"{OtherOrganization} app/one", await Host.Database.ScalarAsync("SELECT organization_id || ' ' || actor FROM kernel.audit_entries WHERE action = 'exchangeAppToken'"));
    }

    [Fact]
    [Trait("Line", "A42")]
    public async Task An_app_confirms_its_own_installation_without_any_scope()
    {
        var client = await InstalledAsync();
        var other = await InstalledAsync("""{ "name": "Two" }""");
        Host.Caller = await AuthenticateAsync(Text(await DoAsync("exchangeAppToken", client.With("code", client.Code)), "accessToken"));

        Assert.Equal("AppInstallationNotFoundError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = other.Installation })));
        Assert.Equal("INSTALLED", Text((await Host.RunAsync("verifyAppInstallation", new { input = new { installationUuid = client.Installation } }))
            .GetProperty("data").GetProperty("verifyAppInstallation").GetProperty("appInstallation"), "status"));
    }

    [Fact]
    [Trait("Line", "A12")]
    public async Task Live_tokens_get_new_scopes_at_once()
    {
        var client = await InstalledAsync();
        var token = Text(await DoAsync("exchangeAppToken", client.With("code", client.Code)), "accessToken");
        Assert.Empty((await AuthenticateAsync(token))!.Capabilities.Granted);

        await DoAsync("updateApp", new { slug = "one", scopes = new[] { "project:write" } });

        Assert.Equal(["projects:read", "projects:write"], (await AuthenticateAsync(token))!.Capabilities.Granted);
    }

    [Fact]
    [Trait("Line", "A43")]
    [Trait("Line", "A13")]
    public async Task Tokens_end_with_the_installation_and_with_the_app()
    {
        var client = await InstalledAsync();
        var token = Text(await DoAsync("exchangeAppToken", client.With("code", client.Code)), "accessToken");
        Assert.NotNull(await AuthenticateAsync(token));
        await DoAsync("uninstallApp", new { installationUuid = client.Installation });
        Assert.Null(await AuthenticateAsync(token));

        var slug = Text(await CreateAsync("""{ "name": "Inside", "isInternal": true }"""), "slug");
        var inside = Text(await DoAsync("createInternalAppToken", new { slug }), "accessToken");
        Assert.NotNull(await AuthenticateAsync(inside));
        await DoAsync("deleteApp", new { slug });
        Assert.Null(await AuthenticateAsync(inside));
    }

    [Fact]
    [Trait("Line", "A45")]
    public async Task An_internal_app_has_20_tokens_at_most()
    {
        var slug = Text(await CreateAsync("""{ "isInternal": true, "scopes": ["event:read"] }"""), "slug");
        var payloads = new List<JsonElement>();
        for (var i = 0; i < 20; i++)
            payloads.Add(await DoAsync("createInternalAppToken", new { slug, name = $"t{i}" }));

        var error = await RefusedAsync("createInternalAppToken", new { slug });
        await DoAsync("revokeAppToken", new { tokenId = Text(payloads[0].GetProperty("token"), "id") });
        await DoAsync("createInternalAppToken", new { slug });

        Assert.Equal("TokenLimitReachedError", Type(error));
        Assert.Null(await AuthenticateAsync(Text(payloads[0], "accessToken")));
        var identity = await AuthenticateAsync(Text(payloads[1], "accessToken"));
        Assert.Equal(($"app/{slug}", null), (identity!.Name, identity.ExpiresAt));
        var list = (await Host.RunAsync("appInstallations", new { organizationId = await OrganizationIdAsync() })).ToString();
        Assert.DoesNotContain(Text(payloads[1], "accessToken")!, list, StringComparison.Ordinal);
        Assert.Contains("\"t19\"", list, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Line", "A45")]
    public async Task Neither_an_app_nor_somebody_with_less_makes_tokens()
    {
        var slug = Text(await CreateAsync("""{ "isInternal": true, "scopes": ["org:admin"] }"""), "slug");
        var token = Text(await DoAsync("createInternalAppToken", new { slug }), "accessToken");
        await CreateAsync("""{ "name": "Public" }""");

        Assert.Equal("AppStatusInvalidError", Type(await RefusedAsync("createInternalAppToken", new { slug = "public" })));
        Host.Caller = ModuleHost.Identity("integrations:write");
        Assert.Equal("ScopeExceedsRequesterError", Type(await RefusedAsync("createInternalAppToken", new { slug })));
        Host.Caller = await AuthenticateAsync(token);
        Assert.Equal("ForbiddenError", Type(await RefusedAsync("createInternalAppToken", new { slug })));
        Assert.Equal(1L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.app_tokens"));
    }

    [Fact]
    public async Task Another_organizations_token_cannot_be_revoked()
    {
        var slug = Text(await CreateAsync("""{ "isInternal": true }"""), "slug");
        var payload = await DoAsync("createInternalAppToken", new { slug });
        Host.Caller = Other();

        Assert.Equal("AppTokenNotFoundError", Type(await RefusedAsync("revokeAppToken", new { tokenId = Text(payload.GetProperty("token"), "id") })));
        Assert.NotNull(await AuthenticateAsync(Text(payload, "accessToken")));
    }

    [Fact]
    public async Task No_secret_is_in_the_store_as_it_is()
    {
        var client = await InstalledAsync();
        var payload = await DoAsync("exchangeAppToken", client.With("code", client.Code));

        var stored = (string)(await Host.Database.ScalarAsync(
            "SELECT concat((SELECT string_agg(t::text, ' ') FROM integrations.app_tokens t), (SELECT string_agg(a::text, ' ') FROM kernel.audit_entries a), (SELECT string_agg(g::text, ' ') FROM integrations.app_grants g))"))!;

        foreach (var secret in new[] { client.Code!, client.Secret, Text(payload, "accessToken")!, Text(payload, "refreshToken")! })
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
    }

    private async Task<Client> InstalledAsync(string json = "{}")
    {
        var app = await CreateAsync(json);
        var payload = await DoAsync("installApp", new { slug = Text(app, "slug") });
        return new Client(Text(payload.GetProperty("installation"), "uuid")!, Text(app, "clientId")!, Text(app, "clientSecret")!, Text(payload, "code"));
    }

    private sealed record Client(string Installation, string ClientId, string Secret, string? Code)
    {
        public object With(string kind, string? grant, string? state = null) => kind == "code"
            ? new { installationUuid = Installation, grantType = "AUTHORIZATION_CODE", clientId = ClientId, clientSecret = Secret, code = grant, state }
            : new { installationUuid = Installation, grantType = "REFRESH_TOKEN", clientId = ClientId, clientSecret = Secret, refreshToken = grant, state };
    }
}
