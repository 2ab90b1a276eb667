using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.Bitbucket;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Sources.Tests.Providers;

public sealed class BitbucketProviderTests : ProviderConformance<BitbucketServer>
{
    internal override ISourceProvider Create(Uri url, EgressGuard egress, TimeProvider clock) => new BitbucketProvider(new VendorOptions { Url = url, Token = VendorServer.Token }, egress, clock);

    protected override (HookDelivery, string, HookReading) Example()
    {
        var body = """{"eventKey":"repo:refs_changed","date":"2017-09-19T09:45:32+1000","repository":{"slug":"repository","id":84,"name":"repository","project":{"key":"PROJECT_1","name":"Project 1"}},"changes":[{"ref":{"id":"refs/heads/master","displayId":"master","type":"BRANCH"},"refId":"refs/heads/master","fromHash":"ecddabb624f6f5ba43816f5926e580a5f680a932","toHash":"178864a7d521b6f5e720b386b2c2b0ef8563e0dc","type":"UPDATE"}]}""";
        var headers = new HeaderDictionary { ["X-Event-Key"] = "repo:refs_changed", ["X-Request-Id"] = "7cbd8d1e", ["X-Hub-Signature"] = "sha256=" + HookSigning.Hex(body, "s3cr3t") };
        return (new HookDelivery(headers, Encoding.UTF8.GetBytes(body)), "s3cr3t", new HookReading("repo:refs_changed", "PROJECT_1/repository", ["master"], [], false, "7cbd8d1e"));
    }

    [Fact]
    public async Task A_connection_test_is_known_as_one()
    {
        var headers = new HeaderDictionary { ["X-Event-Key"] = "diagnostics:ping" };

        Assert.True((await Provider.ReadAsync(new HookDelivery(headers, """{"test":true}"""u8.ToArray()), default)).IsPing);
    }
}
