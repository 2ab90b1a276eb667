namespace GraphQLPlugins.Integrations.Providers.PagerDuty;

/// <summary>This server as an app of PagerDuty.</summary>
public sealed class PagerDutyOptions
{
    /// <summary>Where people install the app; null is app.pagerduty.com.</summary>
    public Uri? Url { get; set; }

    /// <summary>Where events are sent; null is events.pagerduty.com.</summary>
    public Uri? EventsUrl { get; set; }

    /// <summary>The app's id.</summary>
    public string? AppId { get; set; }

    internal static IReadOnlyList<string> Required { get; } = ["AppId"];

    internal bool IsConfigured => AppId is not null;
}
