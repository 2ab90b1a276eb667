using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Jira;

/// <summary>Jira Cloud by OAuth 2.0 (3LO): issues, and their states and assignees (N3). What an organization has connected is a site. https://developer.atlassian.com/cloud/jira/platform/rest/v3</summary>
internal sealed partial class JiraProvider : IIntegrationProvider, IIssueSync, IEventSender
{
    public const string Key = "jira";
    private const string Scopes = "read:jira-work write:jira-work read:jira-user offline_access";
    private const string SiteUrl = "url";

    private readonly ProviderApi _api;
    private readonly ChoiceStep _site = new("site", "Choose the site to connect", "Site", "sites");

    public JiraProvider(JiraOptions options, EgressGuard egress, OAuthClient client, TimeProvider clock)
    {
        var auth = options.AuthUrl ?? new Uri("https://auth.atlassian.com");
        _api = new ProviderApi(Key, options.ApiUrl ?? new Uri("https://api.atlassian.com"), egress, clock);
        Authorization = options.IsConfigured ? new OAuthEndpoint(new Uri(auth, "/authorize"), new Uri(auth, "/oauth/token"), options.ClientId!, options.ClientSecret!, Scopes, IsJson: true) : null;
        Steps = [
            new LoginStep(new OAuthStep(Key, "Log in at Atlassian and open a site", Authorization, client, ("audience", "api.atlassian.com"), ("prompt", "consent")), OfferSitesAsync),
            _site,
        ];
        Info = new IntegrationProvider
        {
            Key = Key,
            Name = "Jira",
            CanDisable = true,
            SetupSteps = [.. Steps.Select(s => s.Name)],
            RequiredConfig = ProviderSettings.Paths("Integrations:Jira", JiraOptions.Required),
            IsConfigured = options.IsConfigured,
            Metadata = new IntegrationProviderMetadata(
                "Creates and links issues on a site of Jira Cloud, and keeps their states and assignees in step.",
                [
                    new(IntegrationFeature.IssueBasic, "Creates issues in any project of the site, with the fields that the project asks for, and links issues that are there."),
                    new(IntegrationFeature.IssueSync, "Moves linked issues through their workflow, and gives them to whoever has the thing here."),
                ],
                "GraphQLPlugins", "Site", null, "https://developer.atlassian.com/cloud/jira/platform/rest/v3",
                new IntegrationAspects
                {
                    ConfigureIntegration = "Choose which states issues go into, and whether assignees follow.",
                    DisableDialog = "Issues are not read or written, and linked issues do not follow, until it is switched on again.",
                    RemovalDialog = "Linked issues are forgotten here and stay on the site. The grant itself is withdrawn in the account's settings at Atlassian.",
                }),
        };
    }

    public IntegrationProvider Info { get; }

    public IReadOnlyList<ISetupStep> Steps { get; }

    public OAuthEndpoint? Authorization { get; }

    public IReadOnlyList<FormField> ConfigFields => SyncFields.Of(null, null);

    public async Task<IReadOnlyList<FormField>> ConfigFieldsAsync(IntegrationAccess access, CancellationToken ct)
    {
        var projects = await ProjectsAsync(access, ct);
        var statuses = (await GetAsync(access, "status", ct)).Items().Select(s => s.Text("name")).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(name => new FormChoice(name, name));
        return SyncFields.Of(projects, [.. statuses]);
    }

    public async Task<BuiltIntegration> BuildAsync(SetupContext context, CancellationToken ct)
    {
        var (id, credentials) = (_site.Chosen(context), OAuthStep.CredentialsOf(context));
        var site = (await SitesAsync(credentials.AccessToken!, ct)).FirstOrDefault(s => s.Text("id") == id);
        if (site.Text("url") is not { } url) throw new SetupRefusedException("The site is no longer open to this server.");
        var access = new IntegrationAccess(default, id, id, [], [], credentials.AccessToken);
        var self = await GetAsync(access, "myself", ct);
        return new BuiltIntegration(
            id, site.Text("name"), new JsonObject { [SiteUrl] = url, ["icon"] = site.Text("avatarUrl") }, credentials,
            new ExternalAccount(self.Promised("accountId", Key), self.Text("displayName") ?? self.Promised("accountId", Key)));
    }

    private async Task OfferSitesAsync(SetupContext context, CancellationToken ct)
    {
        var sites = await SitesAsync(OAuthStep.CredentialsOf(context).AccessToken!, ct);
        if (sites.Count == 0) throw new SetupRefusedException("No site of Jira was opened to this server.");
        _site.Offer(context, sites.Select(s => new FormChoice(s.Promised("id", Key), s.Text("name") ?? s.Promised("id", Key))));
    }

    private async Task<List<JsonElement>> SitesAsync(string token, CancellationToken ct) =>
        // An account may have other products of Atlassian, which have other scopes.
        [.. (await SendAsync(HttpMethod.Get, token, "oauth/token/accessible-resources", null, null, ct)).Body.Items().Where(s => s.At("scopes").Items().Any(scope => scope.Text() == "write:jira-work"))];

    private async Task<IReadOnlyList<FormChoice>> ProjectsAsync(IntegrationAccess access, CancellationToken ct)
    {
        const int size = 50;
        var pages = VendorApi.OffsetAsync(size, async start => (await GetAsync(access, $"project/search?startAt={start}&maxResults={size}&orderBy=name", ct)).At("values"), maxPages: 40, ct);
        return [.. await pages.Select(p => new FormChoice(p.Promised("id", Key), $"{p.Text("name")} ({p.Text("key")})")).ToListAsync(ct)];
    }

    private async Task<JsonElement> GetAsync(IntegrationAccess access, string address, CancellationToken ct) => (await OnSiteAsync(HttpMethod.Get, access, address, null, null, ct)).Body;

    private Task<ApiAnswer> OnSiteAsync(HttpMethod method, IntegrationAccess access, string address, object? body, HttpStatusCode[]? expected, CancellationToken ct) =>
        SendAsync(method, access.Token!, $"ex/jira/{Uri.EscapeDataString(access.ExternalId)}/rest/api/3/{address}", body, expected, ct);

    private Task<ApiAnswer> SendAsync(HttpMethod method, string token, string address, object? body, HttpStatusCode[]? expected, CancellationToken ct) =>
        _api.SendAsync(method, address, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token), body, expected, ct);
}
