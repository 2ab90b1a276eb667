using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Where a webhook comes from.</summary>
public enum WebhookOrigin
{
    /// <summary>Made with the installation of an app that has a <c>webhookUrl</c>; follows the app.</summary>
    App,

    /// <summary>Named by the app's manifest.</summary>
    Manifest,

    /// <summary>Made by <c>createWebhook</c>.</summary>
    Manual,
}

/// <summary>Why a webhook is no longer sent to.</summary>
public enum WebhookDisabledReason
{
    /// <summary>Somebody switched it off.</summary>
    Manual,

    /// <summary>The receiver answered 410: it is gone.</summary>
    Gone,

    /// <summary>Nothing but errors on seven days in a row.</summary>
    Broken,
}

/// <summary>Somewhere that an installed app, or an installed plugin, wants to be told of events.</summary>
public sealed class WebhookSubscription
{
    internal const int MaxIdentifierLength = 100;
    internal const int MaxUrlLength = 512;
    internal const int MaxEvents = 100;
    internal const int MaxProjects = Installations.AppInstallation.MaxProjects;
    internal const int MaxHeaders = 5;

    private readonly List<WebhookTopic> _topics = [];

    private WebhookSubscription()
    {
    }

    internal WebhookSubscription(WebhookOwner owner, WebhookOrigin origin, string identifier, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        OrganizationId = owner.OrganizationId;
        InstallationId = owner.InstallationId;
        AppId = owner.AppId;
        PluginName = owner.PluginName;
        OwnerKey = owner.Key;
        Origin = origin;
        Identifier = identifier;
        Active = true;
        CreatedAt = now;
        UpdatedAt = now;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    [GraphQLIgnore]
    public Guid? InstallationId { get; private set; }

    [GraphQLIgnore]
    public Guid? AppId { get; private set; }

    /// <summary>The installed plugin that owns it; null for an app's.</summary>
    public string? PluginName { get; private set; }

    /// <summary>What its owner calls it; unique among the owner's.</summary>
    public string Identifier { get; private set; } = null!;

    /// <summary>Where it comes from.</summary>
    public WebhookOrigin Origin { get; private set; }

    /// <summary>Where events are sent.</summary>
    public string TargetUrl { get; private set; } = null!;

    /// <summary>The types of event that it is told of, such as <c>plugin.installed</c>, in order.</summary>
    public List<string> Events { get; private set; } = [];

    /// <summary>The query whose answer is the payload's data; null sends the event itself.</summary>
    public string? Query { get; private set; }

    /// <summary>Whether a delivery that failed holds up those behind it until it is done or given up.</summary>
    public bool StrictOrder { get; private set; }

    /// <summary>Whether events are sent.</summary>
    public bool Active { get; private set; }

    /// <summary>Why it is not active; null while it is.</summary>
    public WebhookDisabledReason? DisabledReason { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    internal string OwnerKey { get; private set; } = null!;

    internal IReadOnlyList<CustomHeader> Headers { get; private set; } = [];

    /// <summary>The only projects whose events are sent; empty is all.</summary>
    internal List<Guid> ProjectIds { get; private set; } = [];

    /// <summary>The types that deliveries are made for: all events while it is active, or none.</summary>
    internal IReadOnlyList<WebhookTopic> Topics => _topics;

    /// <summary>Kept until what waits for it has been put aside.</summary>
    internal DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Whether what waited when it was deleted is still sent.</summary>
    internal bool Drains { get; private set; }

    /// <summary>Whether what waits is to be sent, and not put aside.</summary>
    internal bool Sends => Active && (DeletedAt is null || Drains);

    internal int Revision { get; private set; }

    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>Whether the app's own secrets sign, since its author is nobody in this organization and is shown no other.</summary>
    internal bool IsSignedByApp => Origin != WebhookOrigin.Manual;

    /// <summary>Whether it leads to an address of the app itself, whose breaker then counts its requests too.</summary>
    internal bool SharesAppBreaker => Origin != WebhookOrigin.Manual && AppId is not null;

    /// <summary>The app in whose log deliveries are: those that organizations arranged themselves are nobody else's.</summary>
    internal Guid? LogAppId => Origin == WebhookOrigin.Manual ? null : AppId;

    internal bool Has(WebhookSettings settings) =>
        TargetUrl == settings.TargetUrl && Events.SequenceEqual(settings.Events) && Query == settings.Query && StrictOrder == settings.StrictOrder;

    internal void Take(WebhookSettings settings, DateTimeOffset now)
    {
        TargetUrl = settings.TargetUrl;
        Events = [.. settings.Events];
        Query = settings.Query;
        StrictOrder = settings.StrictOrder;
        Touch(now);
    }

    internal void Rename(string identifier) => Identifier = identifier;

    internal void TakeHeaders(IReadOnlyList<CustomHeader> headers) => Headers = headers;

    internal void Limit(IReadOnlyList<Guid> projectIds, DateTimeOffset now)
    {
        ProjectIds = [.. projectIds.Distinct()];
        Touch(now);
    }

    internal void Activate(DateTimeOffset now)
    {
        (Active, DisabledReason) = (true, null);
        Touch(now);
    }

    internal void Disable(WebhookDisabledReason reason, DateTimeOffset now)
    {
        (Active, DisabledReason) = (false, reason);
        Touch(now);
    }

    /// <summary>No more events are queued; the rest goes once nothing waits for it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="drains">Whether what waits is still sent.</param>
    internal void Delete(DateTimeOffset now, bool drains = false)
    {
        (DeletedAt, Drains) = (now, drains);
        Touch(now);
    }

    /// <summary>It, or a secret of it, became another.</summary>
    internal void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
        IReadOnlyList<string> wanted = Active && DeletedAt is null ? Events : [];
        _topics.RemoveAll(topic => !wanted.Contains(topic.EventType));
        _topics.AddRange(wanted.Where(type => _topics.TrueForAll(topic => topic.EventType != type)).Select(type => new WebhookTopic(type, OrganizationId, Id)));
    }
}

/// <summary>What several makers of webhooks set, checked already.</summary>
internal sealed record WebhookSettings(string TargetUrl, IReadOnlyList<string> Events, string? Query, bool StrictOrder);

/// <summary>Whose a webhook is.</summary>
internal sealed record WebhookOwner(Guid OrganizationId, Guid? InstallationId, Guid? AppId, string? PluginName)
{
    public string Key => InstallationId is { } installation ? $"app:{installation:N}" : $"plugin:{PluginName}";

    public static WebhookOwner Of(Installations.AppInstallation installation) => new(installation.OrganizationId, installation.Id, installation.AppId, null);

    public static WebhookOwner Of(WebhookSubscription webhook) => new(webhook.OrganizationId, webhook.InstallationId, webhook.AppId, webhook.PluginName);
}

/// <summary>That a webhook wants one type of event: what deliveries are found by.</summary>
public sealed class WebhookTopic
{
    private WebhookTopic()
    {
    }

    internal WebhookTopic(string eventType, Guid organizationId, Guid subscriptionId) => (EventType, OrganizationId, SubscriptionId) = (eventType, organizationId, subscriptionId);

    internal string EventType { get; private set; } = null!;

    internal Guid OrganizationId { get; private set; }

    internal Guid SubscriptionId { get; private set; }
}
