using System.Text;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.AzureDevOps;

/// <summary>What service hooks tell, which prove themselves by HTTP basic authentication: any name, and the secret as password. https://learn.microsoft.com/azure/devops/service-hooks/events</summary>
internal sealed partial class AzureDevOpsProvider
{
    private const string BasicScheme = "Basic ";

    public bool UsesOneAddress => false;

    public string? SharedSecret => null;

    public bool IsAuthentic(HookDelivery delivery, string secret) => Signatures.AreEqual(secret, PasswordOf(delivery.Headers.Authorization));

    public VendorEvent Read(HookDelivery delivery)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = body.Text("eventType") ?? throw new FormatException("The member eventType is missing.");
        var (id, resource) = (body.Id("id"), body.At("resource"));
        if (type is "git.push") return new VendorEvent(type, id, VendorAction.CommitsPushed, resource.At("repository").Id("id")) { Url = resource.At("repository").Text("remoteUrl") };
        if (!type.StartsWith("workitem.", StringComparison.Ordinal)) return new VendorEvent(type, id, VendorAction.None);
        // An update is a resource of its own, whose id counts the updates.
        var item = resource.Id("workItemId") ?? (type is "workitem.updated" ? null : resource.Id("id")) ?? throw new FormatException("The event names no work item.");
        var fields = type is "workitem.updated" ? resource.At("revision").At("fields") : resource.At("fields");
        return new VendorEvent(type, id, VendorAction.IssueChanged, item) { State = fields.Text("System.State") };
    }

    private static string? PasswordOf(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(authorization[BasicScheme.Length..].Trim())) is var pair && pair.IndexOf(':') is >= 0 and var colon ? pair[(colon + 1)..] : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
