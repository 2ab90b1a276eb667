using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Demo;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SourceGitHubServer = GraphQLPlugins.Sources.Tests.Vendors.GitHubServer;
using SourceVendorServer = GraphQLPlugins.Sources.Tests.Vendors.VendorServer;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>The whole graph with vendors that answer on the loopback interface: what is connected, linked and begun there is in its tables.</summary>
public sealed class ConnectedHost : IAsyncLifetime
{
    private const string Greeter =
        """{"ecosystem":"e","pluginId":"greeter","settingsSchema":{"settings":[{"key":"Greeting","type":"text","default":"Hello"},{"key":"Made","type":"generated"}]},"versions":[{"version":"1.0.0"}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connected-");
    private JiraServer _jira = null!;
    private PagerDutyServer _pagerDuty = null!;
    private AzureDevOpsServer _azure = null!;
    private SourceGitHubServer _gitHub = null!;

    public ModuleHost Host { get; private set; } = null!;

    /// <summary>What leads to the vendors, for any host.</summary>
    public (string Name, string Value)[] Settings { get; private set; } = [];

    /// <summary>An app and its installation.</summary>
    public JsonElement App { get; private set; }

    public JsonElement Installed { get; private set; }

    /// <summary>Ids by the provider's key.</summary>
    public Dictionary<string, string> Integrations { get; } = [];

    public string IssueId { get; private set; } = "";

    public string RepositoryId { get; private set; } = "";

    /// <summary>A file in the catalog's own form.</summary>
    public static byte[] CatalogFile => Encoding.UTF8.GetBytes(Greeter);

    public async Task InitializeAsync()
    {
        _jira = await VendorServer.StartAsync<JiraServer>(TimeProvider.System);
        _pagerDuty = await VendorServer.StartAsync<PagerDutyServer>(TimeProvider.System);
        _azure = await VendorServer.StartAsync<AzureDevOpsServer>(TimeProvider.System);
        _gitHub = await SourceVendorServer.StartAsync<SourceGitHubServer>();
        _gitHub.Fill(2);
        Settings =
        [
            ("Catalog:AllowRemoteAdmin", "true"), ("Catalog:Artifacts:Directory", _folder.CreateSubdirectory("artifacts").FullName), ("Catalog:Artifacts:DropFolder", _folder.CreateSubdirectory("drop").FullName),
            ("Egress:AllowedNetworks:0", "127.0.0.0/8"), ("Integrations:RedirectUrl", "https://plugins.example.org/setup"), ("Integrations:PublicUrl", "https://plugins.example.org"),
            ("Integrations:Jira:AuthUrl", _jira.Url.AbsoluteUri), ("Integrations:Jira:ApiUrl", _jira.Url.AbsoluteUri),
            ("Integrations:Jira:ClientId", VendorServer.ClientId), ("Integrations:Jira:ClientSecret", VendorServer.ClientSecret),
            ("Integrations:PagerDuty:EventsUrl", _pagerDuty.Url.AbsoluteUri), ("Integrations:PagerDuty:AppId", "PAPP1"),
            ("Integrations:AzureDevOps:Url", _azure.Url.AbsoluteUri), ("Integrations:AzureDevOps:ProfileUrl", _azure.Url.AbsoluteUri), ("Integrations:AzureDevOps:LoginUrl", _azure.Url.AbsoluteUri),
            ("Integrations:AzureDevOps:ClientId", VendorServer.ClientId), ("Integrations:AzureDevOps:ClientSecret", VendorServer.ClientSecret),
            ("Sources:GitHub:Url", _gitHub.Url.AbsoluteUri), ("Sources:GitHub:ClientId", "client"), ("Sources:GitHub:ClientSecret", "client-secret"),
            ("Sources:PublicUrl", "https://plugins.example.org"), ("Sources:RedirectUrl", "https://console.example.org/back"), ("Sources:Mirrors:Enabled", "false"),
        ];
        Host = await ModuleHost.StartAsync("host-statements", Modules, services => services.GetRequiredService<DemoCatalog>().LoadIfEmptyAsync(default), Settings);
        Host.Caller = ModuleHost.Identity("*", principalId: Kernel.Identity.Principal.AdministratorId);

        Integrations["jira"] = await ConnectAsync("jira", url => new { code = _jira.LogIn(url) });
        Integrations["vsts"] = await ConnectAsync("vsts", url => new { code = _azure.LogIn(url) });
        Integrations["pagerduty"] = await ConnectAsync("pagerduty", _ => new
        {
            config = JsonSerializer.Serialize(new
            {
                account = new { subdomain = "acme", name = "Acme" }, integration_keys = new[] { new { integration_key = _pagerDuty.Keys[0], name = "Database", id = "P1", type = "service" } },
            }),
        });
        IssueId = Text((await DoAsync("createExternalIssue", new { integrationId = Integrations["jira"], resource = "plugin:git", values = Issue })).GetProperty("externalIssue"), "id");
        foreach (var provider in (string[])["jira", "vsts"]) await DoAsync("configureIntegrationHook", new { integrationId = Integrations[provider] });
        App = (await DoAsync("createApp", new { name = "An app", author = "Us", webhookUrl = "https://example.com/" })).GetProperty("app");
        Installed = await DoAsync("installApp", new { slug = Text(App, "slug") });
        var begun = Text(await DoAsync("startSourceAuth", new { provider = "github" }), "state");
        await DoAsync("completeSourceAuth", new { state = begun, code = "good-code" });
        RepositoryId = Text((await DoAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0000" })).GetProperty("sourceRepository"), "id");
        var imported = (await Host.UploadAsync("importCatalog", "catalog.jsonl", CatalogFile)).GetProperty("data").GetProperty("importCatalog");
        Assert.True(imported.GetProperty("errors").ValueKind == JsonValueKind.Null, imported.ToString());
    }

    /// <summary>The modules, and a service that wants repositories' files.</summary>
    public static IReadOnlyList<IModule> Modules() => [.. FilledHost.Modules(), new ReaderModule()];

    /// <summary>What a new issue at Jira says.</summary>
    public static object Issue => new { project = "10000", issuetype = "10001", summary = "It breaks", description = "Often.", priority = "1" };

    /// <summary>Begins a setup: the state, and what the first step takes.</summary>
    public async Task<object> BeginAsync()
    {
        var setup = (await DoAsync("startIntegrationSetup", new { provider = "jira" })).GetProperty("setup");
        return new { state = Text(setup, "state"), values = new { code = _jira.LogIn(Text(setup.GetProperty("step"), "url")) } };
    }

    /// <summary>The payload of a mutation, without errors.</summary>
    public async Task<JsonElement> DoAsync(string mutation, object input)
    {
        var answer = await Host.RunAsync(mutation, new { input });
        Assert.False(answer.TryGetProperty("errors", out _), $"{mutation}: {answer}\n{Host.Log.Failures}");
        var payload = answer.GetProperty("data").GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, $"{mutation}: {payload}");
        return payload;
    }

    public static string Text(JsonElement of, string member) => of.GetProperty(member).GetString()!;

    private async Task<string> ConnectAsync(string provider, Func<string, object> firstStep)
    {
        var setup = (await DoAsync("startIntegrationSetup", new { provider })).GetProperty("setup");
        var done = await DoAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = firstStep(Text(setup.GetProperty("step"), "url")) });
        return Text(done.GetProperty("integration"), "id");
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        foreach (var server in (IAsyncDisposable[])[_jira, _pagerDuty, _azure, _gitHub]) await server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class ReaderModule : IModule
    {
        public string Name => "reader";

        public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<IRepositoryService>(new Reader());

        public void AddTypes(IRequestExecutorBuilder graph) { }
    }

    private sealed class Reader : IRepositoryService
    {
        public RepositoryService Info { get; } = new("reader", "The reader", null, null);

        public Task ReceiveAsync(RepositoryDelivery delivery, CancellationToken ct) => Task.CompletedTask;
    }
}
