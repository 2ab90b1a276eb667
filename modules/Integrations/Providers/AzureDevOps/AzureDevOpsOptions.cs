namespace GraphQLPlugins.Integrations.Providers.AzureDevOps;

/// <summary>This server as an app of Microsoft Entra that Azure DevOps lets in.</summary>
public sealed class AzureDevOpsOptions
{
    /// <summary>The organizations' addresses begin so; null is dev.azure.com.</summary>
    public Uri? Url { get; set; }

    /// <summary>Profiles and the list of organizations; null is app.vssps.visualstudio.com.</summary>
    public Uri? ProfileUrl { get; set; }

    /// <summary>Where people log in; null is login.microsoftonline.com.</summary>
    public Uri? LoginUrl { get; set; }

    /// <summary>Whose people may log in: a tenant's id, or <c>organizations</c> for those of all.</summary>
    public string Tenant { get; set; } = "organizations";

    /// <summary>This server as an OAuth client there.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client's secret.</summary>
    public string? ClientSecret { get; set; }

    internal static IReadOnlyList<string> Required { get; } = ["ClientId", "ClientSecret"];

    internal bool IsConfigured => ClientId is not null && ClientSecret is not null;

    internal IEnumerable<string> Problems() => ProviderSettings.Problems("Integrations:AzureDevOps", Required, [ClientId, ClientSecret]);
}
