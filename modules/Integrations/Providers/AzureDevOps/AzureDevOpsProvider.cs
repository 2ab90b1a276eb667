using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.AzureDevOps;

/// <summary>
/// Azure DevOps by OAuth 2 of Microsoft Entra: commits, work items, their states and assignees (N3). What is connected is an organization there, and it is used as the account of whoever
/// connected it. https://learn.microsoft.com/rest/api/azure/devops, version 7.1
/// </summary>
internal sealed partial class AzureDevOpsProvider : IIntegrationProvider, ICommitSource, IIssueSync, IEventSender
{
    public const string Key = "vsts";
    private const string Version = "api-version=7.1";

    // The resource that Azure DevOps is in Entra.
    private const string Scopes = "499b84ac-1321-427f-aa17-267ca6975798/user_impersonation offline_access";
    private const string ProfileId = "profile_id";
    private const string ProfileName = "profile_name";

    private readonly ProviderApi _api;
    private readonly ProviderApi _profiles;
    private readonly ChoiceStep _account = new("account", "Choose the organization to connect", "Organization", "accounts");

    public AzureDevOpsProvider(AzureDevOpsOptions options, EgressGuard egress, OAuthClient client, TimeProvider clock)
    {
        var login = options.LoginUrl ?? new Uri("https://login.microsoftonline.com");
        var tenant = Uri.EscapeDataString(options.Tenant);
        _api = new ProviderApi(Key, options.Url ?? new Uri("https://dev.azure.com"), egress, clock);
        _profiles = new ProviderApi(Key, options.ProfileUrl ?? new Uri("https://app.vssps.visualstudio.com"), egress, clock);
        Authorization = options.IsConfigured
            ? new OAuthEndpoint(new Uri(login, $"/{tenant}/oauth2/v2.0/authorize"), new Uri(login, $"/{tenant}/oauth2/v2.0/token"), options.ClientId!, options.ClientSecret!, Scopes)
            : null;
        Steps = [new LoginStep(new OAuthStep(Key, "Log in at Microsoft", Authorization, client), OfferAccountsAsync), _account];
        Info = new IntegrationProvider
        {
            Key = Key,
            Name = "Azure DevOps",
            NeedsDefaultIdentity = true,
            HasStacktraceLinking = true,
            CanDisable = true,
            SetupSteps = [.. Steps.Select(s => s.Name)],
            RequiredConfig = ProviderSettings.Paths("Integrations:AzureDevOps", AzureDevOpsOptions.Required),
            IsConfigured = options.IsConfigured,
            Metadata = new IntegrationProviderMetadata(
                "Reads repositories and commits of an organization at Azure DevOps, creates and links work items, and keeps their states and assignees in step.",
                [
                    new(IntegrationFeature.Commits, "Lists repositories, and the commits between two references."),
                    new(IntegrationFeature.IssueBasic, "Creates work items in any project of the organization, and links those that are there."),
                    new(IntegrationFeature.IssueSync, "Moves linked work items to other states, and gives them to whoever has the thing here."),
                    new(IntegrationFeature.TicketRules, "Rules of apps create work items with the same calls as people do."),
                ],
                "GraphQLPlugins", "Organization", null, "https://learn.microsoft.com/rest/api/azure/devops",
                new IntegrationAspects
                {
                    ConfigureIntegration = "Choose which states work items go into, and whether assignees follow.",
                    DisableDialog = "Commits and work items are not read or written, and linked work items do not follow, until it is switched on again.",
                    RemovalDialog = "Linked work items are forgotten here and stay at Azure DevOps.",
                }),
        };
    }

    public IntegrationProvider Info { get; }

    public IReadOnlyList<ISetupStep> Steps { get; }

    public OAuthEndpoint? Authorization { get; }

    public IReadOnlyList<FormField> ConfigFields => SyncFields.Of(null, null);

    public async Task<IReadOnlyList<FormField>> ConfigFieldsAsync(IntegrationAccess access, CancellationToken ct)
    {
        const int asked = 20;
        var projects = await ProjectsAsync(access, ct);
        var states = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var project in projects.Take(asked))
            foreach (var type in await TypesAsync(access, project, ct))
                foreach (var state in type.At("states").Items().Select(s => s.Text("name")).OfType<string>()) states.Add(state);
        return SyncFields.Of([.. projects.Select(p => new FormChoice(p, p))], [.. states.Select(s => new FormChoice(s, s))]);
    }

    public Task<BuiltIntegration> BuildAsync(SetupContext context, CancellationToken ct)
    {
        var id = _account.Chosen(context);
        var name = _account.Choices(context).First(c => c.Value == id).Label;
        return Task.FromResult(new BuiltIntegration(
            id, name, new JsonObject { ["url"] = new Uri(_api.BaseUrl, Uri.EscapeDataString(name)).AbsoluteUri }, OAuthStep.CredentialsOf(context),
            new ExternalAccount(context.Require(ProfileId), context.Require(ProfileName))));
    }

    private async Task OfferAccountsAsync(SetupContext context, CancellationToken ct)
    {
        var token = OAuthStep.CredentialsOf(context).AccessToken!;
        var profile = (await CallAsync(_profiles, HttpMethod.Get, token, $"_apis/profile/profiles/me?{Version}", null, null, ct)).Body;
        context.Data[ProfileId] = profile.Promised("id", Key);
        context.Data[ProfileName] = profile.Text("displayName") ?? profile.Text("emailAddress") ?? profile.Promised("id", Key);
        var accounts = (await CallAsync(_profiles, HttpMethod.Get, token, $"_apis/accounts?memberId={Uri.EscapeDataString(profile.Promised("id", Key))}&{Version}", null, null, ct)).Body.At("value").Items().ToList();
        if (accounts.Count == 0) throw new SetupRefusedException("Your account belongs to no organization at Azure DevOps.");
        _account.Offer(context, accounts.Select(a => new FormChoice(a.Promised("accountId", Key), a.Promised("accountName", Key))));
    }

    private async Task<List<string>> ProjectsAsync(IntegrationAccess access, CancellationToken ct)
    {
        const int size = 100;
        var pages = VendorApi.OffsetAsync(size, async skip => (await GetAsync(access, $"_apis/projects?$top={size}&$skip={skip}&{Version}", ct)).At("value"), maxPages: 20, ct);
        return await pages.Select(p => p.Promised("name", Key)).ToListAsync(ct);
    }

    private async Task<List<JsonElement>> TypesAsync(IntegrationAccess access, string project, CancellationToken ct) =>
        [.. (await GetAsync(access, $"{Uri.EscapeDataString(project)}/_apis/wit/workitemtypes?{Version}", ct)).At("value").Items().Where(t => !t.Flag("isDisabled"))];

    private async Task<JsonElement> GetAsync(IntegrationAccess access, string address, CancellationToken ct) => (await SendAsync(HttpMethod.Get, access, address, null, null, ct)).Body;

    private Task<ApiAnswer> SendAsync(HttpMethod method, IntegrationAccess access, string address, object? body, HttpStatusCode[]? expected, CancellationToken ct) =>
        CallAsync(_api, method, access.Token!, $"{Uri.EscapeDataString(access.Name)}/{address}", body, expected, ct);

    private static Task<ApiAnswer> CallAsync(ProviderApi api, HttpMethod method, string token, string address, object? body, HttpStatusCode[]? expected, CancellationToken ct) =>
        api.SendAsync(method, address, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token), body, expected, ct);
}
