using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>A host whose one configured vendor is a server on loopback, and the way through that vendor's setup.</summary>
public abstract class IntegrationScene<TServer> : AppScene where TServer : VendorServer, new()
{
    protected const string RedirectUrl = "https://plugins.example.org/setup";

    protected static readonly Guid Ada = new("01900000-0000-7000-8000-0000000000a1");
    protected static readonly Guid Grace = new("01900000-0000-7000-8000-0000000000a2");

    protected TServer Server { get; private set; } = null!;

    /// <summary>The provider's key.</summary>
    protected abstract string Provider { get; }

    /// <summary>The provider's section, which leads to the server.</summary>
    protected abstract (string Name, string Value)[] Vendor { get; }

    protected override (string Name, string Value)[] Settings =>
        [("Egress:AllowedNetworks:0", "127.0.0.0/8"), ("Egress:Timeout", "00:00:20"), ("Integrations:RedirectUrl", RedirectUrl), .. Vendor];

    public override async Task InitializeAsync()
    {
        Server = await VendorServer.StartAsync<TServer>(Clock);
        await base.InitializeAsync();
        Host.Caller = ModuleHost.Identity("*", principalId: Ada);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>The last step's payload; all steps before it are taken as the vendor's documentation describes.</summary>
    protected abstract Task<JsonElement> InstallAsync(string? integrationId = null);

    protected async Task<JsonElement> StartAsync(string? integrationId = null) => (await DoAsync("startIntegrationSetup", new { provider = Provider, integrationId })).GetProperty("setup");

    protected Task<JsonElement> AdvanceAsync(JsonElement setup, object values) => DoAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values });

    protected static string Url(JsonElement setup) => Text(setup.GetProperty("step"), "url")!;

    protected static string Id(JsonElement installed) => Text(installed.GetProperty("integration"), "id")!;

    protected async Task<JsonElement> QueryAsync(string operation, object variables)
    {
        var answer = await Host.RunAsync(operation, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty(operation);
    }

    /// <summary>A list of an organization's integrations.</summary>
    protected async Task<List<JsonElement>> IntegrationsAsync() =>
        [.. (await QueryAsync("integrations", new { organizationId = await OrganizationIdAsync() })).GetProperty("nodes").EnumerateArray()];

    protected static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    /// <summary>The choices of a field of a form.</summary>
    protected static string Choices(JsonElement fields, string name) =>
        string.Join(' ', fields.EnumerateArray().Single(f => Text(f, "name") == name).GetProperty("choices").EnumerateArray().Select(c => Text(c, "value")));
}
