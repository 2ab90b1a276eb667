using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.GitHub;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Sources.Tests.Providers;

public sealed class GitHubProviderTests : ProviderConformance<GitHubServer>
{
    internal override ISourceProvider Create(Uri url, EgressGuard egress, TimeProvider clock) => new GitHubProvider(new GitHubOptions { Url = url, Token = VendorServer.Token }, egress, clock);

    protected override (HookDelivery, string, HookReading) Example()
    {
        var body = """{"ref":"refs/heads/main","repository":{"full_name":"octocat/Hello-World"}}""";
        var headers = new HeaderDictionary
        {
            ["X-GitHub-Event"] = "push", ["X-GitHub-Delivery"] = "72d3162e-cc78-11e3-81ab-4c9367dc0958", ["X-Hub-Signature-256"] = "sha256=" + HookSigning.Hex(body, "It's a Secret to Everybody"),
        };
        return (new HookDelivery(headers, Encoding.UTF8.GetBytes(body)), "It's a Secret to Everybody",
            new HookReading("push", "octocat/Hello-World", ["main"], [], false, "72d3162e-cc78-11e3-81ab-4c9367dc0958"));
    }

    [Fact] // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    public async Task The_published_example_is_authentic()
    {
        var headers = new HeaderDictionary { ["X-Hub-Signature-256"] = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" };

        Assert.True(await Provider.IsAuthenticAsync(new HookDelivery(headers, Encoding.UTF8.GetBytes("Hello, World!")), "It's a Secret to Everybody", default));
    }

    [Fact]
    [Trait("Line", "R14")]
    public async Task A_ping_is_known_as_one()
    {
        var headers = new HeaderDictionary { ["X-GitHub-Event"] = "ping", ["X-GitHub-Delivery"] = "1" };

        Assert.True((await Provider.ReadAsync(new HookDelivery(headers, """{"zen":"Design for failure.","repository":{"full_name":"a/b"}}"""u8.ToArray()), default)).IsPing);
    }

    [Theory]
    [InlineData("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1777640400")]
    [InlineData("Retry-After", "3600", "X-RateLimit-Remaining", "12")]
    public async Task Limits_of_calls_come_as_403_too(params string[] headers)
    {
        Answer(403, headers);

        Assert.Equal(new DateTimeOffset(2026, 5, 1, 13, 0, 0, TimeSpan.Zero), (await Assert.ThrowsAsync<ProviderRateLimitedException>(() => Provider.AccountAsync(Provider.SharedAccess!, default))).RetryAt);
    }

    [Fact]
    public async Task A_next_page_on_another_host_is_not_asked_for()
    {
        Server.Trouble = http =>
        {
            http.Response.Headers.Append("Link", "<https://evil.example/user/repos?page=2>; rel=\"next\"");
            return http.Response.WriteAsync("[]");
        };

        await Assert.ThrowsAsync<ProviderBadResponseException>(ListAsync);
    }
}
