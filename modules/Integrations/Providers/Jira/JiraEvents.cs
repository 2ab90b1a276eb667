using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Jira;

/// <summary>What a site tells by a webhook that its administrator registers with a secret. https://developer.atlassian.com/cloud/jira/platform/webhooks</summary>
internal sealed partial class JiraProvider
{
    public bool UsesOneAddress => false;

    public string? SharedSecret => null;

    public bool IsAuthentic(HookDelivery delivery, string secret) => Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers["X-Hub-Signature"], "sha256=");

    public VendorEvent Read(HookDelivery delivery)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = body.Text("webhookEvent") ?? throw new FormatException("The member webhookEvent is missing.");
        var id = (string?)delivery.Headers["X-Atlassian-Webhook-Identifier"];
        if (type is not ("jira:issue_created" or "jira:issue_updated" or "jira:issue_deleted")) return new VendorEvent(type, id, VendorAction.None);
        var issue = body.At("issue");
        // One that was moved to another project is known here by the key that it had.
        var moved = body.At("changelog").At("items").Items().FirstOrDefault(item => item.Text("field") is "Key").Text("fromString");
        var key = moved ?? issue.Text("key") ?? throw new FormatException("The event names no issue.");
        return new VendorEvent(type, id, VendorAction.IssueChanged, key) { State = issue.At("fields").At("status").Text("name") };
    }
}
