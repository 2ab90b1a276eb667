using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Secrets;

/// <summary>Who sees an app's secret, and what rotating does.</summary>
public sealed class AppSecretTests : AppScene
{
    [Fact]
    [Trait("Line", "A18")]
    public async Task A_secret_is_shown_for_24_hours_to_those_who_could_do_as_much()
    {
        var app = await CreateAsync("""{ "scopes": ["event:read"] }""");
        Assert.Equal(43, Text(app, "clientSecret")!.Length);
        Assert.Equal(Text(app, "clientSecret"), Text(await AppAsync("one"), "clientSecret"));

        Host.Caller = ModuleHost.Identity("integrations:write");
        Assert.Equal(new string('*', 64), Text(await AppAsync("one"), "clientSecret"));
        Host.Caller = ModuleHost.Identity("integrations:read catalog:read");
        Assert.Equal(new string('*', 64), Text(await AppAsync("one"), "clientSecret"));
        Host.Caller = ModuleHost.Identity("integrations:write catalog:read");
        Assert.Equal(Text(app, "clientSecret"), Text(await AppAsync("one"), "clientSecret"));

        Clock.Advance(TimeSpan.FromHours(24));
        Assert.Null(Text(await AppAsync("one"), "clientSecret"));
    }

    [Fact]
    [Trait("Line", "A18")]
    public async Task A_rotated_secret_is_shown_once_and_the_one_before_ends_later()
    {
        var app = await CreateAsync();
        var (id, first) = (Guid.Parse(Text(app, "uuid")!), Text(app, "clientSecret")!);

        var second = Text(await DoAsync("rotateAppSecret", new { slug = "one", oldSecretValidFor = "PT1H" }), "clientSecret")!;

        Assert.NotEqual(first, second);
        Assert.Null(Text(await AppAsync("one"), "clientSecret"));
        Assert.Equal((true, true), (await AcceptsAsync(id, first), await AcceptsAsync(id, second)));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((false, true), (await AcceptsAsync(id, first), await AcceptsAsync(id, second)));
        var third = Text(await DoAsync("rotateAppSecret", new { slug = "one" }), "clientSecret")!;
        await DoAsync("rotateAppSecret", new { slug = "one" });
        Assert.Equal((false, true), (await AcceptsAsync(id, second), await AcceptsAsync(id, third)));
        Assert.DoesNotContain(first, (string)(await Host.Database.ScalarAsync("SELECT string_agg(s::text, ' ') FROM integrations.app_secrets s"))!, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Line", "A18")]
    [InlineData("P8D", "InputInvalidError")]
    [InlineData("-PT1S", "InputInvalidError")]
    public async Task An_overlap_has_bounds(string overlap, string type)
    {
        var secret = Text(await CreateAsync(), "clientSecret");

        Assert.Equal(type, Type(await RefusedAsync("rotateAppSecret", new { slug = "one", oldSecretValidFor = overlap })));
        Assert.Equal(secret, Text(await AppAsync("one"), "clientSecret"));
    }

    [Fact]
    [Trait("Line", "A18")]
    public async Task Who_lacks_what_the_app_asks_for_gets_no_new_secret()
    {
        await CreateAsync("""{ "scopes": ["org:admin"] }""");
        Host.Caller = ModuleHost.Identity("integrations:write");

        Assert.Equal("ScopeExceedsRequesterError", Type(await RefusedAsync("rotateAppSecret", new { slug = "one" })));
    }

    private async Task<bool> AcceptsAsync(Guid app, string secret)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppSecrets>().AcceptAsync(app, secret, default);
    }
}
