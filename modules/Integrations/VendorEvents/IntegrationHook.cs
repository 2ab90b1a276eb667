using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>An address at which a vendor tells of one organization's integration.</summary>
public sealed class IntegrationHook : InboundHook
{
    internal const string Path = "/hooks/integrations";

    private IntegrationHook()
    {
    }

    internal IntegrationHook(OrganizationIntegration integration, SecretBox secrets, DateTimeOffset now) : base(integration.OrganizationId, secrets, now) => IntegrationId = integration.Id;

    /// <summary>The organization's integration.</summary>
    public Guid IntegrationId { get; private set; }

    /// <summary>The vendor's ids of what this server registered there; empty where nothing was, or somebody did it by hand.</summary>
    internal IReadOnlyList<string> VendorIds { get; private set; } = [];

    /// <summary>Remembers what is registered at the vendor.</summary>
    internal void Registered(IReadOnlyList<string> vendorIds)
    {
        VendorIds = vendorIds;
        Revision++;
    }

    /// <summary>The whole address; only its path while the settings do not say where this server is reached.</summary>
    internal string Url(string provider, Uri? publicUrl, SecretBox secrets) => $"{SharedUrl(provider, publicUrl)}/{Token(secrets)}";

    /// <summary>The address at which a vendor tells of all that is connected there.</summary>
    internal static string SharedUrl(string provider, Uri? publicUrl) => $"{publicUrl?.AbsoluteUri.TrimEnd('/')}{Path}/{provider}";

    protected override string[] Purpose(string kind) => ["integrations", "hook", kind, Id.ToString("N")];
}
