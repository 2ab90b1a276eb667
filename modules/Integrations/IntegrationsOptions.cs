namespace GraphQLPlugins.Integrations;

/// <summary>The settings below <c>Integrations</c>.</summary>
public sealed class IntegrationsOptions
{
    /// <summary>Features of apps that no organization may use, such as <c>error-events chat</c>; with spaces between.</summary>
    public string DisabledFeatures { get; set; } = "";
}
