using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.PagerDuty;

/// <summary>The person installs the app for some services; PagerDuty sends them back with an account and a key for each service. https://developer.pagerduty.com/docs/app-integration-development</summary>
internal sealed class PagerDutyStep(PagerDutyOptions options) : ISetupStep
{
    private const string Config = "config";
    private const int MaxServices = 200;

    public string Name => "install";

    public SetupStep Show(SetupContext context) => new(Name, SetupStepKind.Redirect, "Install the app for services at PagerDuty", Address(context), [
        new FormField(Config, FormFieldType.Text, "Configuration") { IsRequired = true, Help = "As PagerDuty gives it back in the query." },
    ]);

    public Task TakeAsync(SetupContext context, JsonObject values, CancellationToken ct)
    {
        try
        {
            context.Data[Config] = JsonNode.Parse((string)values[Config]!);
        }
        catch (JsonException)
        {
            throw new SetupRefusedException("PagerDuty's configuration is no JSON.");
        }
        return Task.CompletedTask;
    }

    public static BuiltIntegration Built(SetupContext context)
    {
        var config = JsonSerializer.SerializeToElement(context.Data[Config]);
        var account = config.At("account");
        if (account.Text("subdomain") is not { Length: > 0 } subdomain) throw new SetupRefusedException("PagerDuty's configuration names no account.");
        var services = config.At("integration_keys").Items().Where(k => k.Text("type") is null or "service").Take(MaxServices)
            .Select(k => (Name: k.Text("name"), Key: k.Text("integration_key"))).Where(k => !string.IsNullOrWhiteSpace(k.Name) && !string.IsNullOrWhiteSpace(k.Key))
            .Select(k => new JsonObject { [PagerDutyProvider.Service] = k.Name, [PagerDutyProvider.RoutingKey] = k.Key });
        return new BuiltIntegration(
            subdomain, account.Text("name"), new JsonObject { ["subdomain"] = subdomain }, null, null, new JsonObject { [PagerDutyProvider.Table] = new JsonArray([.. services]) }, IsVouched: false);
    }

    private string Address(SetupContext context)
    {
        var back = context.RedirectUrl is { } url ? $"{url.OriginalString}{(url.Query.Length > 0 ? '&' : '?')}state={Uri.EscapeDataString(context.State)}" : null;
        return $"{new Uri(options.Url ?? new Uri("https://app.pagerduty.com"), "/install/integration").AbsoluteUri}?app_id={Uri.EscapeDataString(options.AppId!)}&version=2"
            + (back is null ? "" : $"&redirect_url={Uri.EscapeDataString(back)}");
    }
}
