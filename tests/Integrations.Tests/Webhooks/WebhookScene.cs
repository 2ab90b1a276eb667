using System.Text.Json;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>What most tests of webhooks begin with: a receiver on loopback, an installed app, and events.</summary>
public abstract class WebhookScene : AppScene
{
    protected Receiver Receiver { get; private set; } = null!;

    protected override (string Name, string Value)[] Settings => [("Egress:AllowedNetworks:0", "127.0.0.0/8")];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.Stop();
        Receiver = await Receiver.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>An internal app, installed at once, without an address of its own unless one is given.</summary>
    protected async Task<(Guid Installation, string Slug)> InstallAsync(string? webhookUrl = null, string scopes = """["org:read"]""", string events = "[]", string name = "One")
    {
        var app = await CreateAsync($$"""{ "name": "{{name}}", "isInternal": true, "webhookUrl": {{JsonSerializer.Serialize(webhookUrl)}}, "scopes": {{scopes}}, "events": {{events}} }""");
        var slug = Text(app, "slug")!;
        var found = (await Host.QueryAsync("query($id: ID!) { appInstallations(organizationId: $id, first: 100) { nodes { uuid app { slug } } } }", new { id = await OrganizationIdAsync() }))
            .GetProperty("data").GetProperty("appInstallations").GetProperty("nodes").EnumerateArray().Single(node => Text(node.GetProperty("app"), "slug") == slug);
        return (found.GetProperty("uuid").GetGuid(), slug);
    }

    /// <summary>A webhook at the receiver for options, with some members replaced.</summary>
    protected async Task<(string Id, string Secret)> HookAsync(Guid installation, string json = "{}")
    {
        var payload = await DoAsync("createWebhook", Input(installation, json));
        return (Text(payload.GetProperty("webhook"), "id")!, Text(payload, "secret")!);
    }

    protected Dictionary<string, JsonElement> Input(Guid installation, string json = "{}")
    {
        var input = new Dictionary<string, JsonElement>();
        foreach (var member in JsonDocument.Parse($$"""{ "installationUuid": "{{installation}}", "identifier": "one", "targetUrl": "{{Receiver.Url}}/hook", "events": ["options.changed"] }""").RootElement.EnumerateObject()
            .Concat(JsonDocument.Parse(json).RootElement.EnumerateObject()))
            input[member.Name] = member.Value;
        return input;
    }

    /// <summary>Something that is told to subscribers of <c>options.changed</c>, in the order of calls.</summary>
    protected Task HappenAsync(int count = 1, Guid? projectId = null) => Host.SendAsync(new ChangeOptions(count, projectId));

    /// <summary>Hands events to the fan-out, and sends all that is due.</summary>
    protected async Task<int> DeliverAsync()
    {
        await Host.Services.GetRequiredService<EventDispatcher>().DispatchAsync();
        return await SendDueAsync();
    }

    protected Task<int> SendDueAsync() => Host.Services.GetRequiredService<DeliveryWorker>().SendDueAsync();

    protected async Task<List<JsonElement>> DeliveriesAsync(object? where = null) =>
        [.. (await Host.RunAsync("webhookDeliveries", new { where, first = 100 })).GetProperty("data").GetProperty("webhookDeliveries").GetProperty("nodes").EnumerateArray()];

    protected async Task<JsonElement> DeliveryAsync(string id) => (await Host.RunAsync("webhookDelivery", new { id })).GetProperty("data").GetProperty("webhookDelivery");

    protected async Task<JsonElement> WebhookAsync(string id) => (await Host.RunAsync("webhook", new { id })).GetProperty("data").GetProperty("webhook");

    protected async Task<string> CreateProjectAsync(string name) => Text((await DoAsync("createProject", new { name })).GetProperty("project"), "id")!;
}
