using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.Gitea;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Sources.Tests.Providers;

public sealed class GiteaProviderTests : ProviderConformance<GiteaServer>
{
    internal override ISourceProvider Create(Uri url, EgressGuard egress, TimeProvider clock) => new GiteaProvider(new VendorOptions { Url = url, Token = VendorServer.Token }, egress, clock);

    protected override (HookDelivery, string, HookReading) Example()
    {
        var body = """{"ref":"refs/heads/develop","before":"28e1879d","after":"bffeb74224043ba2feb48d137756c8a9331c449a","repository":{"id":140,"full_name":"gitea/webhooks"}}""";
        var headers = new HeaderDictionary { ["X-Gitea-Event"] = "push", ["X-Gitea-Delivery"] = "f6266f16-1bf3-46a5-9ea4-602e06ead473", ["X-Gitea-Signature"] = HookSigning.Hex(body, "s3cr3t") };
        return (new HookDelivery(headers, Encoding.UTF8.GetBytes(body)), "s3cr3t", new HookReading("push", "gitea/webhooks", ["develop"], [], false, "f6266f16-1bf3-46a5-9ea4-602e06ead473"));
    }
}
