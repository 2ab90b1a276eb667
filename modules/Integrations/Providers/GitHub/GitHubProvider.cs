using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>GitHub, by an app that is installed there: commits and issues (N3). What an organization has connected is an installation.</summary>
internal sealed partial class GitHubProvider : IIntegrationProvider, ICommitSource, IIssueTracker, IEventSender
{
    public const string Key = "github";
    private readonly GitHubApi _api;

    public GitHubProvider(GitHubOptions options, EgressGuard egress, OAuthClient client, TimeProvider clock)
    {
        var url = options.Url ?? new Uri("https://github.com");
        _api = new GitHubApi(options, egress, clock);
        SharedSecret = options.IsConfigured ? options.WebhookSecret : null;
        var login = options.IsConfigured
            ? new OAuthEndpoint(new Uri(url, "/login/oauth/authorize"), new Uri(url, "/login/oauth/access_token"), options.ClientId!, options.ClientSecret!, Scopes: "")
            : null;
        Steps = [new OAuthStep(Key, "Log in at GitHub", login, client), new InstallStep(options, _api)];
        Info = new IntegrationProvider
        {
            Key = Key,
            Name = "GitHub",
            HasStacktraceLinking = true,
            CanDisable = true,
            SetupSteps = [.. Steps.Select(s => s.Name)],
            RequiredConfig = ProviderSettings.Paths("Integrations:GitHub", GitHubOptions.Required),
            IsConfigured = options.IsConfigured,
            Metadata = new IntegrationProviderMetadata(
                "Reads repositories and commits of an account or organization at GitHub, and creates and links issues and pull requests there.",
                [
                    new(IntegrationFeature.Commits, "Lists the repositories that were opened to the app, and the commits between two references."),
                    new(IntegrationFeature.IssueBasic, "Creates issues in these repositories, and links issues and pull requests that are there."),
                ],
                "GraphQLPlugins", "Installation", null, "https://docs.github.com/en/rest",
                new IntegrationAspects
                {
                    DisableDialog = "Commits and issues are not read, and linked issues do not follow, until it is switched on again. The app stays installed at GitHub.",
                    RemovalDialog = "Linked issues are forgotten here and stay at GitHub. The app itself is uninstalled in GitHub's settings.",
                }),
        };
    }

    public IntegrationProvider Info { get; }

    public IReadOnlyList<ISetupStep> Steps { get; }

    /// <summary>The app lets itself in; the person's token is not kept.</summary>
    public OAuthEndpoint? Authorization => null;

    public IReadOnlyList<FormField> ConfigFields => [];

    public async Task<BuiltIntegration> BuildAsync(SetupContext context, CancellationToken ct)
    {
        var id = InstallStep.InstallationOf(context);
        var answer = await _api.AsAppAsync(HttpMethod.Get, $"app/installations/{Uri.EscapeDataString(id)}", VendorApi.Missing, ct);
        if (VendorApi.Missing.Contains(answer.Status)) throw new SetupRefusedException("The installation is gone.");
        if (answer.Body.Text("suspended_at") is not null) throw new SetupRefusedException("The installation is suspended at GitHub.");
        var user = await _api.AsUserAsync(OAuthStep.CredentialsOf(context).AccessToken!, "user", ct);
        var account = answer.Body.At("account");
        _api.Forget(id);
        return new BuiltIntegration(id, account.Text("login"), new JsonObject
        {
            ["url"] = account.Text("html_url"), ["icon"] = account.Text("avatar_url"), ["account_type"] = account.Text("type"), ["repository_selection"] = answer.Body.Text("repository_selection"),
        }, null, new ExternalAccount(user.Body.Promised("id", Key), user.Body.Promised("login", Key)));
    }
}
