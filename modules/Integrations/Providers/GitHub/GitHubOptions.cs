namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>This server as a GitHub App, of github.com or of GitHub Enterprise Server.</summary>
public sealed class GitHubOptions
{
    /// <summary>Its pages; null is github.com.</summary>
    public Uri? Url { get; set; }

    /// <summary>Its REST API; null takes the place where it is by default.</summary>
    public Uri? ApiUrl { get; set; }

    /// <summary>The app's id, a number.</summary>
    public string? AppId { get; set; }

    /// <summary>The app's name in addresses.</summary>
    public string? AppSlug { get; set; }

    /// <summary>The app as an OAuth client, by which users log in.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client's secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The app's private key, as the PEM text that GitHub gives out; or the path of a file that holds it.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>What GitHub signs with what it tells the app at <c>/hooks/integrations/github</c>; without it nothing is believed there.</summary>
    public string? WebhookSecret { get; set; }

    internal static IReadOnlyList<string> Required { get; } = ["AppId", "AppSlug", "ClientId", "ClientSecret", "PrivateKey"];

    internal bool IsConfigured => Values.All(value => value is not null);

    private string?[] Values => [AppId, AppSlug, ClientId, ClientSecret, PrivateKey];

    internal IEnumerable<string> Problems() => ProviderSettings.Problems("Integrations:GitHub", Required, Values).Concat(AppKey.Problem(PrivateKey, "Integrations:GitHub:PrivateKey"));
}
