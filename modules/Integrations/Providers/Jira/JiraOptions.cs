namespace GraphQLPlugins.Integrations.Providers.Jira;

/// <summary>This server as an OAuth 2.0 app of Jira Cloud.</summary>
public sealed class JiraOptions
{
    /// <summary>Where people log in; null is auth.atlassian.com.</summary>
    public Uri? AuthUrl { get; set; }

    /// <summary>The APIs of all sites; null is api.atlassian.com.</summary>
    public Uri? ApiUrl { get; set; }

    /// <summary>This server as an OAuth client there.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client's secret.</summary>
    public string? ClientSecret { get; set; }

    internal static IReadOnlyList<string> Required { get; } = ["ClientId", "ClientSecret"];

    internal bool IsConfigured => ClientId is not null && ClientSecret is not null;

    internal IEnumerable<string> Problems() => ProviderSettings.Problems("Integrations:Jira", Required, [ClientId, ClientSecret]);
}
