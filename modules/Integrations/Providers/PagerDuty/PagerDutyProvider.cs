using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.PagerDuty;

/// <summary>
/// PagerDuty, whose services are told of alerts by the keys that an installation gives (N3). What an organization has connected is an account.
/// https://developer.pagerduty.com/docs/events-api-v2/trigger-events
/// </summary>
internal sealed partial class PagerDutyProvider : IIntegrationProvider, IAlertReceiver, IEventSender
{
    public const string Key = "pagerduty";
    public const string Table = "service_table";
    public const string Service = "service";
    public const string RoutingKey = "integration_key";

    private readonly ProviderApi _events;

    public PagerDutyProvider(PagerDutyOptions options, EgressGuard egress, TimeProvider clock)
    {
        _events = new ProviderApi(Key, options.EventsUrl ?? new Uri("https://events.pagerduty.com"), egress, clock);
        Steps = [new PagerDutyStep(options)];
        Info = new IntegrationProvider
        {
            Key = Key,
            Name = "PagerDuty",
            CanDisable = true,
            SetupSteps = [.. Steps.Select(s => s.Name)],
            RequiredConfig = ProviderSettings.Paths("Integrations:PagerDuty", PagerDutyOptions.Required),
            IsConfigured = options.IsConfigured,
            Metadata = new IntegrationProviderMetadata(
                "Raises and resolves incidents at services of a PagerDuty account.",
                [new(IntegrationFeature.AlertRule, "Alerts trigger incidents at the services that are configured, and resolve them.")],
                "GraphQLPlugins", "Installation", null, "https://developer.pagerduty.com/docs/events-api-v2/overview",
                new IntegrationAspects
                {
                    ConfigureIntegration = "List the services that can be told, each with its name and its key.",
                    DisableDialog = "No incidents are raised or resolved until it is switched on again.",
                    RemovalDialog = "Services are no longer told. Their keys are removed at PagerDuty itself.",
                }),
        };
    }

    public IntegrationProvider Info { get; }

    public IReadOnlyList<ISetupStep> Steps { get; }

    /// <summary>The services' keys are all that is needed.</summary>
    public OAuthEndpoint? Authorization => null;

    public IReadOnlyList<FormField> ConfigFields { get; } =
    [
        new FormField(Table, FormFieldType.Table, "Services")
        {
            Help = "Each service with a name and the key of an Events API v2 integration. Both are needed.",
            Feature = IntegrationFeature.AlertRule,
            Columns = [new FormColumn(Service, "Service"), new FormColumn(RoutingKey, "Integration key") { IsSecret = true }],
        },
    ];

    public Task<BuiltIntegration> BuildAsync(SetupContext context, CancellationToken ct) => Task.FromResult(PagerDutyStep.Built(context));

    public async Task<string> TriggerAsync(IntegrationAccess access, string service, OutgoingAlert alert, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["event_action"] = "trigger",
            ["dedup_key"] = alert.Key,
            ["payload"] = new JsonObject { ["summary"] = alert.Summary, ["source"] = alert.Source, ["severity"] = alert.Severity.ToString().ToLowerInvariant() },
        };
        if (alert.Url is { } url) body["links"] = new JsonArray(new JsonObject { ["href"] = url, ["text"] = alert.Source });
        return (await SendAsync(access, service, body, ct)).Text("dedup_key") ?? alert.Key ?? throw VendorApi.Malformed(Key);
    }

    public Task ResolveAsync(IntegrationAccess access, string service, string key, CancellationToken ct) =>
        SendAsync(access, service, new JsonObject { ["event_action"] = "resolve", ["dedup_key"] = key }, ct);

    private async Task<JsonElement> SendAsync(IntegrationAccess access, string service, JsonObject body, CancellationToken ct)
    {
        var rows = (access.Config[Table] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var row = rows.Find(r => r.Given(FormSecrets.RowId) == service) ?? rows.Find(r => r.Given(Service) == service)
            ?? throw new FormInvalidException("service", $"There is no such service. There are {(rows.Count == 0 ? "none; add one with updateIntegrationConfig" : string.Join(", ", rows.Select(r => r.Given(Service))))}.", "service");
        body["routing_key"] = row.Given(RoutingKey);
        var answer = await _events.SendAsync(HttpMethod.Post, "v2/enqueue", _ => { }, body, VendorApi.Invalid, ct);
        if (!VendorApi.Invalid.Contains(answer.Status)) return answer.Body;
        throw new FormInvalidException([new FormFieldError("service", [answer.Body.Text("message") ?? "PagerDuty does not take the event.", .. answer.Body.At("errors").Items().Select(e => e.ToString())])], "service");
    }
}
