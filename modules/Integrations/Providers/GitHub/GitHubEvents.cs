using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>What GitHub tells the app. https://docs.github.com/en/webhooks/webhook-events-and-payloads</summary>
internal sealed partial class GitHubProvider
{
    public bool UsesOneAddress => true;

    public string? SharedSecret { get; }

    public bool IsAuthentic(HookDelivery delivery, string secret) => Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers["X-Hub-Signature-256"], "sha256=");

    public VendorEvent Read(HookDelivery delivery)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var name = delivery.Headers["X-GitHub-Event"] is [{ Length: > 0 } header] ? header : throw new FormatException("The header X-GitHub-Event is missing.");
        var (action, repository) = (body.Text("action"), body.At("repository").Text("full_name"));
        var (type, id) = (action is null ? name : $"{name}.{action}", (string?)delivery.Headers["X-GitHub-Delivery"]);
        var told = type switch
        {
            "ping" => new VendorEvent(type, id, VendorAction.Ping),
            "push" => new VendorEvent(type, id, VendorAction.CommitsPushed, repository) { State = body.Text("after"), Url = body.Text("compare") },
            "installation.deleted" or "installation.suspend" => new VendorEvent(type, id, VendorAction.Withdrawn),
            "installation.unsuspend" => new VendorEvent(type, id, VendorAction.Restored),
            _ when name is "issues" => Changed(type, id, repository, body.At("issue")),
            _ when name is "pull_request" => Changed(type, id, repository, body.At("pull_request")),
            _ => new VendorEvent(type, id, VendorAction.None),
        };
        return told with { ExternalId = body.At("installation").Id("id") };
    }

    private static VendorEvent Changed(string type, string? id, string? repository, System.Text.Json.JsonElement issue) =>
        repository is not null && issue.Id("number") is { } number
            ? new VendorEvent(type, id, VendorAction.IssueChanged, $"{repository}#{number}") { State = issue.Text("state"), Url = issue.Text("html_url") }
            : throw new FormatException("The event names no issue.");
}
