using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Identity.Tokens;

public sealed class TokensTests
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_new_token_authenticates_its_owner_and_only_its_hash_is_stored()
    {
        await using var host = await StartAsync();
        var created = await host.SendAsync(new CreateToken("ci", ["catalog:read"], null));
        Assert.Matches("^gqp_[0-9a-f]{64}$", created.Secret);
        Assert.Equal(created.Secret[..8], created.Token.Hint);

        var identity = await AuthenticateAsync(host, created.Secret);

        Assert.Equal("administrator/ci", identity!.Name);
        Assert.Equal(Principal.AdministratorId, identity.PrincipalId);
        Assert.Equal(Organization.DefaultId, identity.OrganizationId);
        Assert.True(identity.Capabilities.Covers("catalog:read"));
        Assert.False(identity.Capabilities.Covers("catalog:write"));
        Assert.Equal(0L, await host.Database.ScalarAsync($"SELECT count(*) FROM kernel.access_tokens t WHERE t::text LIKE '%{created.Secret[8..]}%'"));
    }

    [Theory]
    [InlineData("gqp_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("something else")]
    [InlineData("")]
    public async Task An_unknown_token_is_nobody(string secret)
    {
        await using var host = await StartAsync();
        Assert.Null(await AuthenticateAsync(host, secret));
    }

    [Fact]
    public async Task A_token_ends_at_its_time_even_when_it_is_remembered()
    {
        await using var host = await StartAsync();
        var created = await host.SendAsync(new CreateToken("short", ["catalog:read"], _clock.Time.AddSeconds(5)));
        Assert.NotNull(await AuthenticateAsync(host, created.Secret));
        _clock.Time = _clock.Time.AddSeconds(5);
        Assert.Null(await AuthenticateAsync(host, created.Secret));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_and_revoking_it_again_changes_nothing()
    {
        await using var host = await StartAsync();
        var created = await host.SendAsync(new CreateToken("gone", ["catalog:read"], null));
        Assert.NotNull(await AuthenticateAsync(host, created.Secret));

        var revoked = await host.SendAsync(new RevokeToken(created.Token.Id));
        Assert.Equal(_clock.Time, revoked.RevokedAt);
        Assert.Null(await AuthenticateAsync(host, created.Secret));

        _clock.Time = _clock.Time.AddHours(1);
        Assert.Equal(_clock.Time.AddHours(-1), (await host.SendAsync(new RevokeToken(created.Token.Id))).RevokedAt);
    }

    [Fact]
    public async Task Nobody_grants_more_than_they_hold()
    {
        await using var host = await StartAsync();
        var holder = await HolderAsync(host, "tokens:write", "plugins:install:git*");
        await host.SendAsync(new CreateToken("less", ["plugins:install:git-client"], null), holder);

        var refusal = await Assert.ThrowsAsync<ScopeExceedsRequesterException>(() => host.SendAsync(new CreateToken("more", ["plugins:install:git", "plugins:install:*"], null), holder));

        Assert.Equal("plugins:install:*", refusal.Capability);
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.access_tokens WHERE name = 'more'"));
    }

    [Fact]
    public async Task A_token_does_not_outlive_the_one_that_made_it()
    {
        await using var host = await StartAsync();
        var end = _clock.Time.AddDays(1);
        var holder = await AuthenticateAsync(host, (await host.SendAsync(new CreateToken("day", ["tokens:write"], end))).Secret);
        Assert.Equal(end, (await host.SendAsync(new CreateToken("same", ["tokens:read"], null), holder)).Token.ExpiresAt);
        var refusal = await Assert.ThrowsAsync<TokenExpiryInvalidException>(() => host.SendAsync(new CreateToken("longer", ["tokens:read"], end.AddSeconds(1)), holder));
        Assert.Equal("expiresAt must not be after the end of your own token, 2026-03-02 12:00:00Z.", refusal.Message);
    }

    [Fact]
    public async Task Bad_arguments_are_refused_and_nothing_is_stored()
    {
        await using var host = await StartAsync();
        await Assert.ThrowsAsync<TextInvalidException>(() => host.SendAsync(new CreateToken("", ["catalog:read"], null)));
        await Assert.ThrowsAsync<TokenExpiryInvalidException>(() => host.SendAsync(new CreateToken("past", ["catalog:read"], _clock.Time)));
        Assert.Equal("catalog:fly", (await Assert.ThrowsAsync<CapabilityUnknownException>(() => host.SendAsync(new CreateToken("odd", ["catalog:fly"], null)))).Capability);
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.access_tokens"));
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task Another_organizations_token_is_not_found()
    {
        await using var host = await StartAsync();
        var created = await host.SendAsync(new CreateToken("ours", ["catalog:read"], null));
        var stranger = new PrincipalIdentity("stranger", null, Guid.NewGuid(), CapabilitySet.Parse("*"), null);
        await Assert.ThrowsAsync<TokenNotFoundException>(() => host.SendAsync(new RevokeToken(created.Token.Id), stranger));
        Assert.NotNull(await AuthenticateAsync(host, created.Secret));
    }

    [Fact]
    public async Task The_last_use_is_written_once_a_minute()
    {
        await using var host = await StartAsync();
        var created = await host.SendAsync(new CreateToken("used", ["catalog:read"], null));
        var start = _clock.Time;
        await AuthenticateAsync(host, created.Secret);
        await UsedAtAsync(host, start);
        _clock.Time = start.AddSeconds(59);
        await AuthenticateAsync(host, created.Secret);
        _clock.Time = start.AddSeconds(61);
        await AuthenticateAsync(host, created.Secret);
        await UsedAtAsync(host, start.AddSeconds(61));
    }

    [Fact]
    public async Task The_audit_names_the_token_that_acted()
    {
        await using var host = await StartAsync();
        var holder = await HolderAsync(host, "tokens:write");
        var created = await host.SendAsync(new CreateToken("made", ["tokens:read"], null), holder);
        await host.SendAsync(new RevokeToken(created.Token.Id), holder);
        Assert.Equal("createToken administrator/holder, revokeToken administrator/holder", await host.Database.ScalarAsync(
            "SELECT string_agg(action || ' ' || actor, ', ' ORDER BY action) FROM kernel.audit_entries WHERE actor <> 'system'"));
        Assert.Equal($"AccessToken:{created.Token.Id}", await host.Database.ScalarAsync("SELECT target FROM kernel.audit_entries WHERE action = 'revokeToken'"));
        Assert.Equal(true, await host.Database.ScalarAsync("SELECT before_digest <> after_digest FROM kernel.audit_entries WHERE action = 'revokeToken'"));
    }

    private Task<KernelHost> StartAsync() => KernelHost.StartAsync([], null, _clock);

    private static async Task<PrincipalIdentity?> HolderAsync(KernelHost host, params string[] capabilities) =>
        await AuthenticateAsync(host, (await host.SendAsync(new CreateToken("holder", capabilities, null))).Secret);

    private static async Task<PrincipalIdentity?> AuthenticateAsync(KernelHost host, string secret) =>
        (await host.Services.GetRequiredService<TokenAuthenticator>().AuthenticateAsync(secret, default))?.Identity as PrincipalIdentity;

    /// <summary>It is written beside the request.</summary>
    private static async Task UsedAtAsync(KernelHost host, DateTimeOffset expected)
    {
        object? actual = null;
        for (var i = 0; i < 500; i++)
        {
            actual = await host.Database.ScalarAsync("SELECT last_used_at FROM kernel.access_tokens WHERE name = 'used'");
            if (actual is DateTime time && time == expected.UtcDateTime) return;
            await Task.Delay(10);
        }
        Assert.Equal(expected.UtcDateTime, actual);
    }
}
