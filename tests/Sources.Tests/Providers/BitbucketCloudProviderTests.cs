using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.BitbucketCloud;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Sources.Tests.Providers;

public sealed class BitbucketCloudProviderTests : ProviderConformance<BitbucketCloudServer>
{
    internal override ISourceProvider Create(Uri url, EgressGuard egress, TimeProvider clock) => new BitbucketCloudProvider(new VendorOptions { Url = url, Token = VendorServer.Token }, egress, clock);

    /// <summary>The list of workspaces.</summary>
    protected override int ExtraListCalls => 1;

    protected override (HookDelivery, string, HookReading) Example()
    {
        var body = """{"repository":{"full_name":"team_name/repo_name"},"push":{"changes":[{"new":{"type":"branch","name":"main"},"old":{"type":"branch","name":"main"}},{"new":null,"old":{"type":"branch","name":"gone"}},{"new":{"type":"tag","name":"v1"},"old":null}]}}""";
        var headers = new HeaderDictionary
        {
            ["X-Event-Key"] = "repo:push", ["X-Request-UUID"] = "5b2aa3c5", ["X-Hub-Signature"] = "sha256=" + HookSigning.Hex(body, "It's a Secret to Everybody"),
        };
        return (new HookDelivery(headers, Encoding.UTF8.GetBytes(body)), "It's a Secret to Everybody", new HookReading("repo:push", "team_name/repo_name", ["main", "gone"], ["v1"], false, "5b2aa3c5"));
    }

    [Fact] // https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks, "Examples"
    public async Task The_published_example_is_authentic()
    {
        var headers = new HeaderDictionary { ["X-Hub-Signature"] = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9" };

        Assert.True(await Provider.IsAuthenticAsync(new HookDelivery(headers, Encoding.UTF8.GetBytes("Hello World!")), "It's a Secret to Everybody", default));
    }
}
