using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Vercel;

/// <summary>What Vercel tells an integration, signed with its client's secret. https://vercel.com/docs/webhooks/webhooks-api</summary>
internal sealed partial class VercelProvider
{
    public bool UsesOneAddress => true;

    public string? SharedSecret { get; }

    public bool IsAuthentic(HookDelivery delivery, string secret) => Signatures.IsHmacSha1(delivery.Body.Span, secret, delivery.Headers["x-vercel-signature"]);

    public VendorEvent Read(HookDelivery delivery)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = body.Text("type") ?? throw new FormatException("The member type is missing.");
        var (id, payload) = (body.Text("id"), body.At("payload"));
        var deployment = payload.At("deployment");
        var told = type switch
        {
            "integration-configuration.removed" => new VendorEvent(type, id, VendorAction.Removed, payload.At("configuration").Text("id")),
            "project.removed" => new VendorEvent(type, id, VendorAction.ProjectRemoved, payload.At("project").Text("id")),
            _ when type.StartsWith("deployment.", StringComparison.Ordinal) => new VendorEvent(type, id, VendorAction.DeploymentChanged, deployment.Text("id"))
            {
                State = type["deployment.".Length..],
                Url = deployment.Text("url") is { } host ? $"https://{host}" : null,
            },
            _ => new VendorEvent(type, id, VendorAction.None),
        };
        return told with { ExternalId = payload.At("team").Text("id") ?? payload.At("user").Text("id") };
    }
}
