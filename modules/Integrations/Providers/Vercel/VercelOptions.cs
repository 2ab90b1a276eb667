namespace GraphQLPlugins.Integrations.Providers.Vercel;

/// <summary>This server as an integration of Vercel's marketplace.</summary>
public sealed class VercelOptions
{
    /// <summary>Vercel's pages; null is vercel.com.</summary>
    public Uri? Url { get; set; }

    /// <summary>Its REST API; null is api.vercel.com.</summary>
    public Uri? ApiUrl { get; set; }

    /// <summary>The integration's name in addresses.</summary>
    public string? Slug { get; set; }

    /// <summary>This server as an OAuth client there.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client's secret.</summary>
    public string? ClientSecret { get; set; }

    internal static IReadOnlyList<string> Required { get; } = ["Slug", "ClientId", "ClientSecret"];

    internal bool IsConfigured => Slug is not null && ClientId is not null && ClientSecret is not null;

    internal IEnumerable<string> Problems() => ProviderSettings.Problems("Integrations:Vercel", Required, [Slug, ClientId, ClientSecret]);
}
