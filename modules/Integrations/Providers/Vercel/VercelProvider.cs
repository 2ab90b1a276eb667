using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Vercel;

/// <summary>Vercel: deployments, and variables that tell a project there which project it is here (N3). What is connected is a team or a person. https://vercel.com/docs/rest-api</summary>
internal sealed partial class VercelProvider : IIntegrationProvider, IDeploymentSource, IEventSender
{
    public const string Key = "vercel";
    public const string ProjectMappings = "project_mappings";
    public const string OrganizationVariable = "GRAPHQLPLUGINS_ORGANIZATION";
    public const string ProjectVariable = "GRAPHQLPLUGINS_PROJECT";
    public const string InstallationId = "installation_id";
    private const string Team = "team_id";
    private const int PageSize = 100;
    private const int MaxPages = 20;

    private readonly ProviderApi _api;

    public VercelProvider(VercelOptions options, EgressGuard egress, OAuthClient client, TimeProvider clock)
    {
        var api = options.ApiUrl ?? new Uri("https://api.vercel.com");
        _api = new ProviderApi(Key, api, egress, clock);
        SharedSecret = options.IsConfigured ? options.ClientSecret : null;
        var install = options.Slug is { } slug ? new Uri(options.Url ?? new Uri("https://vercel.com"), $"/integrations/{Uri.EscapeDataString(slug)}/new") : null;
        Steps = [new VercelStep(options.IsConfigured ? new OAuthEndpoint(install!, new Uri(api, "/v2/oauth/access_token"), options.ClientId!, options.ClientSecret!, Scopes: "") : null, client)];
        Info = new IntegrationProvider
        {
            Key = Key,
            Name = "Vercel",
            CanAdd = false,
            SetupSteps = [.. Steps.Select(s => s.Name)],
            RequiredConfig = ProviderSettings.Paths("Integrations:Vercel", VercelOptions.Required),
            IsConfigured = options.IsConfigured,
            Metadata = new IntegrationProviderMetadata(
                "Reads deployments of a team or person at Vercel, and tells projects there which project of this server they are.",
                [new(IntegrationFeature.Deployment, "Lists deployments with what was deployed, and sets variables of mapped projects.")],
                "GraphQLPlugins", "Installation", null, "https://vercel.com/docs/rest-api",
                new IntegrationAspects
                {
                    ExternalInstall = new IntegrationExternalInstall(install?.AbsoluteUri, "Install at Vercel", "Vercel's pages begin the installation, and send you back here."),
                    ConfigureIntegration = "Map projects here to projects at Vercel; these get variables that name them.",
                    RemovalDialog = "The internal app goes, and its tokens end. The integration itself is removed at Vercel.",
                }),
        };
    }

    public IntegrationProvider Info { get; }

    public IReadOnlyList<ISetupStep> Steps { get; }

    /// <summary>Tokens do not end.</summary>
    public OAuthEndpoint? Authorization => null;

    public IReadOnlyList<FormField> ConfigFields => Fields(null);

    public async Task<IReadOnlyList<FormField>> ConfigFieldsAsync(IntegrationAccess access, CancellationToken ct)
    {
        var projects = await PagesAsync(access, "v9/projects", "projects", "from", ct).Select(p => new FormChoice(p.Promised("id", Key), p.Text("name") ?? p.Promised("id", Key))).ToListAsync(ct);
        return Fields(projects);
    }

    /// <summary>Every mapped project gets its variables; setting them again changes nothing.</summary>
    public async Task ConfigureAsync(IntegrationAccess access, JsonObject config, CancellationToken ct)
    {
        foreach (var pair in (config[ProjectMappings] as JsonArray ?? []).OfType<JsonArray>())
        {
            var variables = new[] { Variable(OrganizationVariable, access.OrganizationId.ToString("D")), Variable(ProjectVariable, (string)pair[0]!) };
            var answer = await SendAsync(HttpMethod.Post, access, $"v10/projects/{Uri.EscapeDataString((string)pair[1]!)}/env?upsert=true", variables, VendorApi.Missing, ct);
            if (VendorApi.Missing.Contains(answer.Status)) throw new FormInvalidException(ProjectMappings, $"Vercel has no project '{pair[1]}'.", "config");
        }
    }

    public async Task<BuiltIntegration> BuildAsync(SetupContext context, CancellationToken ct)
    {
        var grant = VercelStep.GrantOf(context);
        var credentials = new IntegrationCredentials(grant.Token, null, null);
        var metadata = new JsonObject { [InstallationId] = grant.ConfigurationId, ["installation_type"] = grant.TeamId is null ? "user" : "team", [Team] = grant.TeamId };
        var access = new IntegrationAccess(default, "", "", metadata, [], grant.Token);
        if (grant.TeamId is { } team)
        {
            var found = (await SendAsync(HttpMethod.Get, access, $"v2/teams/{Uri.EscapeDataString(team)}", null, null, ct)).Body;
            return new BuiltIntegration(team, found.Text("name") ?? found.Text("slug"), metadata, credentials, Account: null);
        }
        var user = (await SendAsync(HttpMethod.Get, access, "v2/user", null, null, ct)).Body.At("user");
        var id = grant.UserId ?? user.Promised("id", Key);
        return new BuiltIntegration(id, user.Text("name") ?? user.Text("username"), metadata, credentials, new ExternalAccount(id, user.Text("username") ?? id));
    }

    public async Task<IReadOnlyList<IntegrationDeployment>> DeploymentsAsync(IntegrationAccess access, string? project, int max, CancellationToken ct)
    {
        var address = project is null ? "v6/deployments" : $"v6/deployments?projectId={Uri.EscapeDataString(project)}";
        return [.. await PagesAsync(access, address, "deployments", "until", ct).Take(max).Select(Deployment).ToListAsync(ct)];
    }

    private static IReadOnlyList<FormField> Fields(IReadOnlyList<FormChoice>? projects) =>
    [
        new FormField(ProjectMappings, FormFieldType.ProjectMapper, "Projects")
        {
            Help = $"Each a project here and one at Vercel, which gets the variables {OrganizationVariable} and {ProjectVariable}.", Choices = projects, Feature = IntegrationFeature.Deployment,
        },
    ];

    private static object Variable(string key, string value) => new { key, value, type = "encrypted", target = new[] { "production", "preview", "development" } };

    private static IntegrationDeployment Deployment(JsonElement item)
    {
        var meta = item.At("meta");
        DateTimeOffset? at = item.At("created") is { ValueKind: JsonValueKind.Number } created && created.TryGetInt64(out var time) && time is >= 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
        return new IntegrationDeployment(
            item.Promised("uid", Key), item.Text("name"), item.Text("url") is { } host ? $"https://{host}" : null, item.Text("state") ?? item.Text("readyState"), item.Text("target") ?? "preview",
            meta.Text("githubCommitSha") ?? meta.Text("gitlabCommitSha") ?? meta.Text("bitbucketCommitSha"), at);
    }

    /// <summary>Pages that name where the next one begins by a time.</summary>
    private async IAsyncEnumerable<JsonElement> PagesAsync(IntegrationAccess access, string address, string member, string cursor, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        string? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var answer = (await SendAsync(HttpMethod.Get, access, With(address, $"limit={PageSize}{(next is null ? "" : $"&{cursor}={Uri.EscapeDataString(next)}")}"), null, null, ct)).Body;
            foreach (var item in answer.At(member).Items()) yield return item;
            next = answer.At("pagination").Id("next");
            if (next is null) yield break;
        }
    }

    private Task<ApiAnswer> SendAsync(HttpMethod method, IntegrationAccess access, string address, object? body, HttpStatusCode[]? expected, CancellationToken ct) =>
        _api.SendAsync(
            method, access.Metadata.Given(Team) is { } team ? With(address, $"teamId={Uri.EscapeDataString(team)}") : address,
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token), body, expected, ct);

    private static string With(string address, string query) => $"{address}{(address.Contains('?') ? '&' : '?')}{query}";
}
