using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.PagerDuty;

/// <summary>What a webhook subscription (version 3) tells; PagerDuty makes its secret. https://developer.pagerduty.com/docs/webhooks-overview</summary>
internal sealed partial class PagerDutyProvider
{
    private const int MaxSignatures = 10;

    public bool UsesOneAddress => false;

    public string? SharedSecret => null;

    /// <summary>While a secret is replaced there are several signatures; one must be right.</summary>
    public bool IsAuthentic(HookDelivery delivery, string secret)
    {
        var isRight = false;
        foreach (var signature in delivery.Headers["X-PagerDuty-Signature"].ToString().Split(',', MaxSignatures + 1, StringSplitOptions.TrimEntries).Take(MaxSignatures))
            isRight |= Signatures.IsHmacSha256(delivery.Body.Span, secret, signature, "v1=");
        return isRight;
    }

    public VendorEvent Read(HookDelivery delivery)
    {
        var told = JsonReading.ParseHook(delivery.Body).At("event");
        var type = told.Text("event_type") ?? throw new FormatException("The member event.event_type is missing.");
        var (id, data) = (told.Text("id"), told.At("data"));
        if (type is "pagey.ping") return new VendorEvent(type, id, VendorAction.Ping);
        if (!type.StartsWith("incident.", StringComparison.Ordinal)) return new VendorEvent(type, id, VendorAction.None);
        // Notes, responders and the like are resources of their own, which name their incident.
        var incident = data.Text("type") is "incident" ? data : data.At("incident");
        return new VendorEvent(type, id, VendorAction.IncidentChanged, incident.Text("id")) { State = incident.Text("status") ?? type["incident.".Length..], Url = incident.Text("html_url") };
    }
}
