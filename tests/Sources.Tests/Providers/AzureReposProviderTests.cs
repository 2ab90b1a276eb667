using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.AzureRepos;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Sources.Tests.Providers;

public sealed class AzureReposProviderTests : ProviderConformance<AzureReposServer>
{
    internal override ISourceProvider Create(Uri url, EgressGuard egress, TimeProvider clock) => new AzureReposProvider(new VendorOptions { Url = new Uri(url, "/org"), Token = VendorServer.Token }, egress, clock);

    protected override (HookDelivery, string, HookReading) Example()
    {
        // https://learn.microsoft.com/azure/devops/service-hooks/events#git.push
        var body = """{"subscriptionId":"00000000-0000-0000-0000-000000000000","notificationId":3,"id":"03c164c2-8912-4d5e-8009-3707d5f83734","eventType":"git.push","publisherId":"tfs","resource":{"refUpdates":[{"name":"refs/heads/master","oldObjectId":"aad331d8","newObjectId":"33b55f7c"}],"repository":{"id":"278d5cd2-584d-4b63-824a-2ba458937249","name":"Fabrikam-Fiber-Git"}}}""";
        var headers = new HeaderDictionary { ["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("graphqlplugins:s3cr3t")) };
        return (new HookDelivery(headers, Encoding.UTF8.GetBytes(body)), "s3cr3t", new HookReading("git.push", "278d5cd2-584d-4b63-824a-2ba458937249", ["master"], [], false, "03c164c2-8912-4d5e-8009-3707d5f83734"));
    }
}
