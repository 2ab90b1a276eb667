using System.ComponentModel.DataAnnotations;
using GraphQLPlugins.Integrations.Webhooks;

namespace GraphQLPlugins.Integrations;

/// <summary>The settings below <c>Integrations</c>.</summary>
public sealed class IntegrationsOptions
{
    /// <summary>Features of apps that no organization may use, such as <c>error-events chat</c>; with spaces between.</summary>
    public string DisabledFeatures { get; set; } = "";

    /// <summary>How long an app's secret is accepted after it was rotated, unless the caller says otherwise.</summary>
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
}
