using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Components;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Publishing;
using GraphQLPlugins.Integrations.Webhooks;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>A program that others write: it asks for scopes, is installed by organizations, is told about events and calls the API.</summary>
public sealed class App
{
    internal const int MaxNameLength = 57;
    internal const int MaxAuthorLength = 255;
    internal const int MaxOverviewLength = 10_000;
    internal const int MaxUrlLength = 512;
    internal const int MaxOriginLength = 255;
    internal const int MaxOrigins = 50;
    internal const int MaxPopularity = 32_767;

    private readonly List<AppFeature> _features = [];
    private readonly List<AppComponent> _components = [];

    private App()
    {
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    /// <summary>Its name in calls and addresses. Unique, also among deleted apps; never changes.</summary>
    public string Slug { get; private set; } = null!;

    /// <summary>The name shown to people; at most 57 characters.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>Who made it.</summary>
    public string? Author { get; private set; }

    /// <summary>What it does, for people.</summary>
    public string? Overview { get; private set; }

    /// <summary>How far it has come.</summary>
    public AppStatus Status { get; private set; }

    /// <summary>What it asks for, with what that includes, in order.</summary>
    public List<string> Scopes { get; private set; } = [];

    /// <summary>Where it is told about events.</summary>
    public string? WebhookUrl { get; private set; }

    /// <summary>Where people are sent after they installed it.</summary>
    public string? RedirectUrl { get; private set; }

    /// <summary>Origins of its own web pages. The server's operator lets pages call the API (<c>Http:AllowedOrigins</c>); this tells which ones the app needs.</summary>
    public List<string> AllowedOrigins { get; private set; } = [];

    /// <summary>Whether rules can send alerts to it.</summary>
    public bool IsAlertable { get; private set; }

    /// <summary>Whether an installation waits for the app to confirm it.</summary>
    public bool VerifyInstall { get; private set; } = true;

    /// <summary>Orders apps in directories.</summary>
    public int Popularity { get; private set; } = 1;

    /// <summary>When it was published; null before.</summary>
    public DateTimeOffset? DatePublished { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    internal List<string> StoredEvents { get; private set; } = [];

    internal JsonElement? Schema { get; private set; }

    internal JsonElement? Metadata { get; private set; }

    internal IReadOnlyList<CustomHeader> Headers { get; private set; } = [];

    /// <summary>What the owner told the staff when asking for publication.</summary>
    internal JsonElement? PublishAnswers { get; private set; }

    /// <summary>Where its manifest was read last; null when it was never read from an address.</summary>
    internal string? ManifestUrl { get; private set; }

    /// <summary>SHA-256 of the manifest that was applied last.</summary>
    internal string? ManifestDigest { get; private set; }

    /// <summary>The webhooks that its manifest names; every installation has them.</summary>
    internal IReadOnlyList<ManifestWebhook> ManifestWebhooks { get; private set; } = [];

    internal DateTimeOffset? DeletionRequestedAt { get; private set; }

    internal string ClientId { get; private set; } = null!;

    internal string CreatedBy { get; private set; } = null!;

    internal DateTimeOffset? DeletedAt { get; private set; }

    internal int Revision { get; private set; }

    internal IReadOnlyList<AppFeature> FeatureRows => _features;

    /// <summary>One for each element of the schema; made anew when that changes.</summary>
    internal IReadOnlyList<AppComponent> ComponentRows => _components;

    /// <summary>Changes whenever the app does.</summary>
    internal string Etag => $"\"{Id:N}-{Revision}\"";

    internal bool IsInternal => Status == AppStatus.Internal;

    internal static App Create(CreateAppInput input, string organizationName, AppWriting writing)
    {
        var now = writing.Now;
        var isInternal = input.IsInternal ?? false;
        var name = CheckedName(input.Name);
        var app = new App
        {
            Id = OrderedId.Next(now),
            OrganizationId = writing.Actor.OrganizationId,
            Name = name,
            Slug = isInternal ? AppSlug.OfInternal(name) : AppSlug.Of(name),
            Status = isInternal ? AppStatus.Internal : AppStatus.Unpublished,
            Author = isInternal ? organizationName : null,
            VerifyInstall = !isInternal,
            ClientId = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
            CreatedBy = writing.Actor.Name,
            CreatedAt = now,
        };
        app._features.Add(new AppFeature(app.Id, AppFeatureKind.Api, null));
        app.Take(input, writing);
        return app;
    }

    /// <summary>Takes over what the author says, and checks the app as a whole.</summary>
    internal void Take(AppDetails details, AppWriting writing)
    {
        EnsureKept();
        if (details.Author is { HasValue: true } author && !(IsInternal && string.IsNullOrWhiteSpace(author.Value)))
            Author = Text.Optional(author.Value, "author", MaxAuthorLength);
        if (details.Overview is { HasValue: true } overview)
            Overview = Text.Optional(overview.Value, "overview", MaxOverviewLength);
        if (details.WebhookUrl is { HasValue: true } webhookUrl)
            WebhookUrl = WebAddress.Optional(webhookUrl.Value, "webhookUrl", MaxUrlLength) is { } url ? writing.Egress.Check(url, "webhookUrl").OriginalString : null;
        if (details.RedirectUrl is { HasValue: true } redirectUrl)
            RedirectUrl = WebAddress.Followed(redirectUrl.Value, "redirectUrl", MaxUrlLength);
        if (details.VerifyInstall is { HasValue: true, Value: { } verify })
            VerifyInstall = verify;
        if (details.IsAlertable is { HasValue: true, Value: { } alertable })
            IsAlertable = alertable;
        if (details.AllowedOrigins is { HasValue: true } origins)
            AllowedOrigins = CheckedOrigins(origins.Value);
        if (details.Metadata is { HasValue: true } metadata)
            Metadata = CheckedObject(metadata.Value, "metadata");
        if (details.Popularity is { HasValue: true, Value: { } popularity })
            TakePopularity(popularity, writing);
        if (details.Scopes is { HasValue: true } scopes)
            TakeScopes(scopes.Value ?? [], writing);
        if (details.Events is { HasValue: true } events)
            TakeEvents(events.Value ?? [], writing);
        if (details.Schema is { HasValue: true } schema)
            TakeSchema(schema.Value, writing.Now);
        if (details.WebhookHeaders is { HasValue: true } headers)
            Headers = CustomHeaders.Take(Headers, headers.Value, Id, writing.Box, "webhookHeaders");
        CheckWhole(writing.Events);
        Touch(writing.Now);
    }

    internal void Rename(string? name) => Name = CheckedName(name);

    internal void TakeWebhooks(IReadOnlyList<ManifestWebhook> webhooks) => ManifestWebhooks = webhooks;

    internal void TakeManifest(string? url, string digest) => (ManifestUrl, ManifestDigest) = (url, digest);

    /// <summary>Replaces the features as a whole; those that stay keep their row.</summary>
    internal void SetFeatures(IReadOnlyList<AppFeatureSetting> wanted, bool byStaff, DateTimeOffset now)
    {
        EnsureKept();
        if (wanted.Count == 0 || wanted.DistinctBy(f => f.Feature).Count() != wanted.Count)
            throw new InputInvalidException("features", "Each feature is given once, and at least one.");
        if (Status == AppStatus.Published && !byStaff)
            throw new AppPublishedImmutableException("features");
        _features.RemoveAll(row => wanted.All(f => f.Feature != row.Feature));
        foreach (var setting in wanted)
        {
            var words = Text.Optional(setting.UserDescription, "features", AppFeature.MaxDescriptionLength);
            if (_features.Find(row => row.Feature == setting.Feature) is { } row) row.Describe(words);
            else _features.Add(new AppFeature(Id, setting.Feature, words));
        }
        Touch(now);
    }

    /// <summary>Asks for publication (A14).</summary>
    internal void RequestPublish(IReadOnlyList<PublishAnswer> answers, bool hasLogo, bool hasIcon, DateTimeOffset now)
    {
        if (Status != AppStatus.Unpublished)
            throw new AppStatusInvalidException(Slug, Status, "only an unpublished app can be proposed for publication.");
        if (!hasLogo)
            throw new AppStatusInvalidException(Slug, Status, "a published app needs a logo. Upload one first.");
        if (!hasIcon && SchemaElements.Of(Schema).Any(element => SchemaElements.NeedsIcon(element.Type)))
            throw new AppStatusInvalidException(Slug, Status, "an app that links issues or stack traces needs an icon. Upload one first.");
        Status = AppStatus.PublishRequestInProgress;
        PublishAnswers = JsonSerializer.SerializeToElement(answers, JsonSerializerOptions.Web);
        Touch(now);
    }

    /// <summary>The staff's decision. Deciding the same again changes nothing.</summary>
    internal void Review(bool approve, DateTimeOffset now)
    {
        if (Status is AppStatus.Internal or AppStatus.DeletionInProgress)
            throw new AppStatusInvalidException(Slug, Status, "it cannot be published.");
        var status = approve ? AppStatus.Published : AppStatus.Unpublished;
        if (status == Status)
            return;
        Status = status;
        if (approve) DatePublished = now;
        Touch(now);
    }

    /// <summary>It is gone for everybody; the row stays until those who had it are told, and its slug for good.</summary>
    internal void BeginDeletion(DateTimeOffset now)
    {
        if (Status is not (AppStatus.Unpublished or AppStatus.Internal))
            throw new AppStatusInvalidException(Slug, Status, "only unpublished and internal apps can be deleted.");
        Status = AppStatus.DeletionInProgress;
        DeletionRequestedAt = now;
        Touch(now);
    }

    internal void EnsureKept()
    {
        if (Status == AppStatus.DeletionInProgress)
            throw new AppStatusInvalidException(Slug, Status, "it cannot be changed any more.");
    }

    /// <summary>It, or what hangs on it, became another.</summary>
    internal void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
    }

    private void TakeScopes(IReadOnlyList<string> wanted, AppWriting writing)
    {
        if (wanted.Count > AppScopes.MaxCount)
            throw new InputInvalidException("scopes", $"The list has {wanted.Count} entries; at most {AppScopes.MaxCount} are allowed.");
        if (wanted.FirstOrDefault(scope => !AppScopes.IsKnown(scope)) is { } unknown)
            throw new InputInvalidException("scopes", $"There is no scope '{Shorten(unknown)}'. There are {AppScopes.Known}, and this server's capabilities without wildcards.");
        var scopes = AppScopes.Expand(wanted);
        if (scopes.SequenceEqual(Scopes))
            return;
        if (Status == AppStatus.Published)
            throw new AppPublishedImmutableException("scopes");
        foreach (var scope in wanted.Where(scope => !Scopes.Contains(scope) && !writing.Actor.IsStaff()))
            if (AppScopes.Capabilities([scope]).Any(capability => !writing.Actor.Capabilities.Covers(capability)))
                throw new ScopeExceedsRequesterException(scope, "scopes");
        Scopes = scopes;
    }

    private void TakeEvents(IReadOnlyList<string> wanted, AppWriting writing)
    {
        var unknown = wanted.Where(resource => !writing.Events.IsKnown(resource)).Take(10).Select(Shorten).ToList();
        if (unknown.Count > 0)
            throw new InputInvalidException("events", $"There is no event {string.Join(", ", unknown)}. There are {writing.Events.Known}.");
        if (wanted.Contains("error") && !writing.Features.IsEnabled("error-events"))
            throw new FeatureDisabledException(["error-events"], "events");
        StoredEvents = writing.Events.Expand(wanted);
    }

    private void TakeSchema(JsonElement? schema, DateTimeOffset now)
    {
        Schema = SchemaElements.Check(schema);
        _components.Clear();
        _components.AddRange(SchemaElements.Of(Schema).Select(element => new AppComponent(Id, element, now)));
    }

    private void TakePopularity(int popularity, AppWriting writing)
    {
        if (popularity == Popularity)
            return;
        writing.Actor.RequireStaff();
        if (popularity is < 0 or > MaxPopularity)
            throw new InputInvalidException("popularity", $"It must be from 0 to {MaxPopularity}.");
        Popularity = popularity;
    }

    /// <summary>What several members must agree on.</summary>
    private void CheckWhole(AppEvents known)
    {
        foreach (var resource in AppEvents.Consolidate(StoredEvents))
            if (known.ScopeOf(resource) is { } scope && !AppScopes.Cover(Scopes, scope))
                throw new EventScopeMissingException(resource, scope);
        if (IsInternal && VerifyInstall)
            throw new InputInvalidException("verifyInstall", "An internal app is installed from the start; there is nothing to confirm.");
        if (WebhookUrl is null && (!IsInternal || StoredEvents.Count > 0 || IsAlertable))
            throw new InputInvalidException("webhookUrl", IsInternal ? "An internal app with events or alerts needs one." : "An app for others needs one.");
        if (Author is null)
            throw new InputInvalidException("author", "An app for others needs one.");
        if (WebhookUrl is null && SchemaElements.Of(Schema).Any())
            throw new InputInvalidException("webhookUrl", "An app with schema elements needs one: their addresses are relative to it.");
    }

    private static string CheckedName(string? name)
    {
        name = Text.Required(name, "name", MaxNameLength);
        if (name.Any(char.IsControl))
            throw new InputInvalidException("name", "The text holds a control character.");
        // Names are shown in mails and lists, where an address would be a link.
        if (name.Contains("://", StringComparison.Ordinal) || name.Contains("www.", StringComparison.OrdinalIgnoreCase))
            throw new InputInvalidException("name", "A name cannot hold a web address.");
        return name;
    }

    private static List<string> CheckedOrigins(IReadOnlyList<string>? values)
    {
        var origins = Text.List(values, "allowedOrigins", MaxOriginLength, MaxOrigins);
        if (origins.Exists(origin => origin.Contains('*')))
            throw new InputInvalidException("allowedOrigins", "A wildcard is not allowed.");
        if (origins.Find(origin => origin.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) is not null)
            throw new InputInvalidException("allowedOrigins", "An origin cannot hold spaces.");
        return origins;
    }

    private static JsonElement? CheckedObject(JsonElement? value, string field) => value is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null
        : value.Value.ValueKind == JsonValueKind.Object ? TrimmedJson.Of(value.Value, field)
        : throw new InputInvalidException(field, "An object is expected.");

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
