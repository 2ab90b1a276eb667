using System.ComponentModel.DataAnnotations;
using GraphQLPlugins.Integrations.Providers.AzureDevOps;
using GraphQLPlugins.Integrations.Providers.GitHub;
using GraphQLPlugins.Integrations.Providers.Jira;
using GraphQLPlugins.Integrations.Providers.PagerDuty;
using GraphQLPlugins.Integrations.Providers.Vercel;
using GraphQLPlugins.Integrations.Webhooks;

namespace GraphQLPlugins.Integrations;

/// <summary>The settings below <c>Integrations</c>.</summary>
public sealed class IntegrationsOptions
{
    /// <summary>Features of apps and integrations that no organization may use, such as <c>error-events chat integrations-issue-sync</c>; with spaces between.</summary>
    public string DisabledFeatures { get; set; } = "";

    /// <summary>How long an app's secret, or that of a vendor's address, is accepted after it was replaced, unless the caller says otherwise.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long the code of an installation may be exchanged for a token.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan GrantLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a token of an installation is accepted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long uninstalled and deleted apps are kept, so that they can be told.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan DeletionDelay { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long the choices that an app offers in a form are remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ChoicesCacheTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an app may take to offer choices.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan ChoicesTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How events are sent out.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>The page that vendors send people back to while they set an integration up; null leaves it to what is registered there.</summary>
    public Uri? RedirectUrl { get; set; }

    /// <summary>Where vendors reach this server to tell of changes.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Bytes of what a vendor tells.</summary>
    [Range(1024, 67_108_864)]
    public int MaxHookBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>How long what vendors told is kept.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan HookRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the setup of an integration may take.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SetupTime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>This server as a GitHub App.</summary>
    public GitHubOptions GitHub { get; set; } = new();

    /// <summary>This server as an app of Jira Cloud.</summary>
    public JiraOptions Jira { get; set; } = new();

    /// <summary>This server as an app of PagerDuty.</summary>
    public PagerDutyOptions PagerDuty { get; set; } = new();

    /// <summary>This server as an app that Azure DevOps lets in.</summary>
    public AzureDevOpsOptions AzureDevOps { get; set; } = new();

    /// <summary>This server as an integration of Vercel's marketplace.</summary>
    public VercelOptions Vercel { get; set; } = new();

    /// <summary>All that is wrong, in sentences that name the setting.</summary>
    public IEnumerable<string> Problems() => [.. Webhooks.Problems(), .. GitHub.Problems(), .. Jira.Problems(), .. AzureDevOps.Problems(), .. Vercel.Problems()];
}
