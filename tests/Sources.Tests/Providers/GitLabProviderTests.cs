using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.GitLab;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Sources.Tests.Providers;

public sealed class GitLabProviderTests : ProviderConformance<GitLabServer>
{
    internal override ISourceProvider Create(Uri url, EgressGuard egress, TimeProvider clock) => new GitLabProvider(new VendorOptions { Url = url, Token = VendorServer.Token }, egress, clock);

    protected override (HookDelivery, string, HookReading) Example()
    {
        // https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events
        var body = """{"object_kind":"push","event_name":"push","before":"95790bf891e76fee5e1747ab589903a6a1f80f22","after":"da1560886d4f094c3e6c9ef40349f7d38b5d27d7","ref":"refs/heads/master","project_id":15,"project":{"id":15,"name":"Diaspora","path_with_namespace":"mike/diaspora"}}""";
        var headers = new HeaderDictionary { ["X-Gitlab-Event"] = "Push Hook", ["X-Gitlab-Token"] = "s3cr3t", ["X-Gitlab-Event-UUID"] = "13792a34-cac6-4fda-95a8-c58e00a3954e" };
        return (new HookDelivery(headers, Encoding.UTF8.GetBytes(body)), "s3cr3t", new HookReading("push", "15", ["master"], [], false, "13792a34-cac6-4fda-95a8-c58e00a3954e"));
    }

    [Fact]
    public async Task A_delivery_that_is_tried_again_keeps_its_key()
    {
        var headers = new HeaderDictionary { ["Idempotency-Key"] = "f5e57bd3", ["X-Gitlab-Event-UUID"] = "another" };

        Assert.Equal("f5e57bd3", (await Provider.ReadAsync(new HookDelivery(headers, """{"object_kind":"tag_push","ref":"refs/tags/v1","project_id":1}"""u8.ToArray()), default)).DeliveryId);
    }
}
