using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Registries;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>An entry of the catalog: what a plugin is, whoever has it installed.</summary>
public sealed class Plugin
{
    internal const int MaxTexts = 100;

    private readonly List<PluginVersion> _versions = [];

    private Plugin()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>Its id within the repository, unique there without regard to case. Never changes.</summary>
    public string PluginId { get; private set; } = null!;

    /// <summary>The name shown to people.</summary>
    public string Name { get; private set; } = null!;

    public string? Description { get; private set; }

    /// <summary>What it extends, as <c>service.Purpose</c>, such as <c>inventory.Collector</c>.</summary>
    public string? ResourceType { get; private set; }

    /// <summary>Whose product it is for, such as <c>aws</c>.</summary>
    public string? Provider { get; private set; }

    /// <summary>The image in the registry; null for plugins that come as files.</summary>
    public string? Image { get; private set; }

    public RegistryType? RegistryType { get; private set; }

    public string? RegistryUrl { get; private set; }

    /// <summary>Words to find it by.</summary>
    public List<string> Labels { get; private set; } = [];

    public List<string> Authors { get; private set; } = [];

    /// <summary>Whether it may be used at all.</summary>
    public PluginState State { get; private set; }

    /// <summary>How finished its author calls it.</summary>
    public PluginStage Stage { get; private set; }

    /// <summary>Left out of its publisher's own listing, such as a withdrawn plugin.</summary>
    public bool Hidden { get; private set; }

    /// <summary>Whether projects may switch it off.</summary>
    public bool CanDisable { get; private set; } = true;

    /// <summary>Whether it is on for projects that do not say.</summary>
    public bool ProjectDefaultEnabled { get; private set; }

    /// <summary>Prefix of its option keys.</summary>
    public string ConfKey { get; private set; } = null!;

    /// <summary>The option without which it counts as not configured.</summary>
    public string? RequiredField { get; private set; }

    public ApiType ApiType { get; private set; }

    /// <summary>Where its source code is.</summary>
    public string? SourceUrl { get; private set; }

    public string? HomepageUrl { get; private set; }

    public string? SupportUrl { get; private set; }

    /// <summary>How many installations its publisher counts; 0 when unknown.</summary>
    public int Installs { get; private set; }

    /// <summary>Its publisher's rating from 0 to 100; null when there is none.</summary>
    public int? HealthScore { get; private set; }

    /// <summary>The version that is installed when none is named; null without versions.</summary>
    public string? LatestVersion { get; private set; }

    /// <summary>When the latest version was released.</summary>
    public DateTimeOffset? LatestReleasedAt { get; private set; }

    /// <summary>Whether its publisher advises against it.</summary>
    public bool Deprecated { get; private set; }

    /// <summary>Since when; null when it is not, and where the publisher does not say.</summary>
    public DateTimeOffset? DeprecatedAt { get; private set; }

    /// <summary>Why; null when nobody said.</summary>
    public string? DeprecationReason { get; private set; }

    /// <summary>Whether it may no longer be installed; where it is installed it stays.</summary>
    public bool InstallDisallowed { get; private set; }

    /// <summary>What to use instead of it, if its publisher says so.</summary>
    public string? ReplacedBy { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When anything about it or its versions last changed here.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Where it was found.</summary>
    public Repository Repository { get; private set; } = null!;

    public IReadOnlyList<PluginVersion> Versions => _versions;

    /// <summary>Whose entry it is; null for those of other repositories than the local one.</summary>
    internal Guid? OrganizationId { get; private set; }

    /// <summary>When its registry was last heard about its versions.</summary>
    internal DateTimeOffset? VersionsCheckedAt { get; private set; }

    internal Guid RepositoryKey { get; private set; }

    internal Guid? LatestVersionKey { get; private set; }

    internal string NormalizedId { get; private set; } = null!;

    /// <summary>Everything that a search looks into, in lower case.</summary>
    internal string SearchText { get; private set; } = null!;

    internal JsonElement? RegistryConfig { get; private set; }

    internal JsonElement? Capability { get; private set; }

    internal JsonElement? Template { get; private set; }

    internal JsonElement? Docs { get; private set; }

    internal JsonElement? Tags { get; private set; }

    /// <summary>Digest of the imported record; null when registered by hand.</summary>
    internal byte[]? ContentDigest { get; private set; }

    /// <summary>Counts changes; the etag shows it.</summary>
    internal int Revision { get; private set; }

    /// <summary>Changes whenever the entry does.</summary>
    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>Registers an entry. The caller sees to it that the id is free.</summary>
    internal static Plugin Register(Repository repository, RegisterPlugin input, Guid organizationId, CatalogOptions options, DateTimeOffset now)
    {
        repository.EnsureWritable();
        var plugin = Draft(input, options, now);
        (plugin.RepositoryKey, plugin.OrganizationId) = (repository.Id, organizationId);
        return plugin;
    }

    /// <summary>An entry under the rules of the repository plugin API, not yet in a repository.</summary>
    internal static Plugin Draft(RegisterPlugin input, CatalogOptions options, DateTimeOffset now)
    {
        var image = Text.Required(input.Image, "image", 255);
        var imageName = ImageName.Check(image, options.MaxImageNameLength);
        var id = Text.Optional(input.PluginId, "pluginId", UniformRecord.MaxIdLength) ?? imageName;
        var plugin = new Plugin
        {
            Id = Guid.CreateVersion7(now),
            PluginId = id,
            NormalizedId = id.ToLowerInvariant(),
            Name = Text.Required(input.Name, "name", UniformRecord.MaxNameLength),
            ResourceType = Text.Required(input.ResourceType, "resourceType", 255),
            Provider = Text.Optional(input.Provider, "provider", 255),
            Image = image,
            RegistryType = input.RegistryType,
            RegistryUrl = CheckedRegistryUrl(input, options),
            RegistryConfig = CheckedRegistryConfig(input),
            Capability = ObjectOrNull(input.Capability, "capability"),
            Template = CheckedTemplate(input.Template),
            Docs = ObjectOrNull(input.Docs, "docs"),
            Tags = ObjectOrNull(input.Tags, "tags"),
            Labels = Text.List(input.Labels, "labels", 255, MaxTexts),
            CanDisable = input.CanDisable,
            ProjectDefaultEnabled = input.ProjectDefaultEnabled,
            RequiredField = Text.Optional(input.RequiredField, "requiredField", 255),
            ConfKey = ConfKeyOf(id),
            CreatedAt = now,
            UpdatedAt = now,
        };
        plugin.RefreshDescription();
        return plugin;
    }

    /// <summary>Replaces the members that are given, each as a whole; the rest stays (S17, S18).</summary>
    internal void Update(UpdatePlugin input, DateTimeOffset now)
    {
        if (input.Name is { HasValue: true } name)
            Name = Text.Required(name.Value, "name", UniformRecord.MaxNameLength);
        if (input.Capability is { HasValue: true } capability)
            Capability = ObjectOrNull(capability.Value, "capability");
        if (input.Template is { HasValue: true } template)
            Template = CheckedTemplate(template.Value);
        if (input.Labels is { HasValue: true } labels)
            Labels = Text.List(labels.Value, "labels", 255, MaxTexts);
        if (input.Tags is { HasValue: true } tags)
            Tags = ObjectOrNull(tags.Value, "tags");
        if (input.Docs is { HasValue: true } docs)
            Docs = ObjectOrNull(docs.Value, "docs");
        if (input.RequiredField is { HasValue: true } requiredField)
            RequiredField = Text.Optional(requiredField.Value, "requiredField", 255);
        CanDisable = input.CanDisable ?? CanDisable;
        ProjectDefaultEnabled = input.ProjectDefaultEnabled ?? ProjectDefaultEnabled;
        RefreshDescription();
        Touch(now);
    }

    /// <summary>Refuses to be changed by hand: only entries of the local repository are, and only by their owner.</summary>
    internal void EnsureWritableBy(Guid organizationId)
    {
        Repository.EnsureWritable();
        if (OrganizationId is { } owner && owner != organizationId)
            throw new PluginNotOwnedException(PluginId);
    }

    /// <summary>Advises against it, or no longer does. Saying the same again changes nothing, and is answered with false.</summary>
    internal bool Deprecate(DeprecatePlugin input, DateTimeOffset now)
    {
        var reason = input.Undo ? null : Text.Optional(input.Reason, "reason", 1000);
        var replacedBy = input.Undo ? null : Text.Optional(input.ReplacedBy, "replacedBy", UniformRecord.MaxIdLength);
        var disallowed = !input.Undo && input.InstallDisallowed;
        if ((Deprecated, DeprecationReason, ReplacedBy, InstallDisallowed) == (!input.Undo, reason, replacedBy, disallowed))
            return false;
        DeprecatedAt = input.Undo ? null : DeprecatedAt ?? now;
        (Deprecated, DeprecationReason, ReplacedBy, InstallDisallowed) = (!input.Undo, reason, replacedBy, disallowed);
        Touch(now);
        return true;
    }

    /// <summary>Gives it to another organization.</summary>
    internal void Transfer(Guid organizationId, DateTimeOffset now)
    {
        OrganizationId = organizationId;
        Touch(now);
    }

    /// <summary>Compares what the registry has with the versions that are known. Tags that are gone take their versions along, unless more is known of those.</summary>
    internal (IReadOnlyList<PluginVersion> New, IReadOnlyList<PluginVersion> Gone) TakeTags(IReadOnlyList<string> tags, IReadOnlyCollection<PluginVersion> known, DateTimeOffset now)
    {
        var byText = known.Select(version => version.Version).ToHashSet(StringComparer.Ordinal);
        var there = tags.ToHashSet(StringComparer.Ordinal);
        List<PluginVersion> added = [.. tags.Where(tag => !byText.Contains(tag)).Select(tag => PluginVersion.FromTag(Id, tag, now))];
        List<PluginVersion> gone = [.. known.Where(version => version.IsTag && !there.Contains(version.Version))];
        VersionsCheckedAt = now;
        if (added.Count + gone.Count == 0)
            return (added, gone);
        PointAtLatest([.. known.Except(gone), .. added]);
        Touch(now);
        return (added, gone);
    }

    /// <summary>Notes that a version was published, withdrawn or offered again.</summary>
    internal void VersionsChanged(IReadOnlyCollection<PluginVersion> versions, DateTimeOffset now)
    {
        PointAtLatest(versions);
        Touch(now);
    }

    /// <summary>Allows its use. Doing so again changes nothing, and is answered with false.</summary>
    internal bool Enable(DateTimeOffset now) => Switch(PluginState.Enabled, now);

    /// <summary>Forbids its use. Doing so again changes nothing, and is answered with false.</summary>
    internal bool Disable(DateTimeOffset now) => Switch(PluginState.Disabled, now);

    /// <summary>A new entry from an imported record, its versions apart.</summary>
    internal static Plugin Import(Guid repositoryKey, PluginRecord record, DateTimeOffset now)
    {
        var plugin = new Plugin
        {
            Id = Guid.CreateVersion7(now),
            PluginId = record.PluginId,
            NormalizedId = record.PluginId.ToLowerInvariant(),
            RepositoryKey = repositoryKey,
            ConfKey = ConfKeyOf(record.PluginId),
            CreatedAt = now,
        };
        plugin.Take(record, now);
        return plugin;
    }

    /// <summary>Takes over what a newer import says.</summary>
    internal void Take(PluginRecord record, DateTimeOffset now)
    {
        Name = record.Name;
        Description = record.Description;
        ResourceType = record.ResourceType;
        Provider = record.Provider;
        Image = record.Image;
        RegistryType = record.Image is null ? null : record.RegistryType ?? Plugins.RegistryType.DockerHub;
        RegistryUrl = record.RegistryUrl;
        Labels = [.. record.Labels];
        Authors = [.. record.Authors];
        Hidden = record.Hidden;
        State = record.State ?? State;
        Deprecated = record.Deprecated;
        DeprecationReason = record.DeprecationReason;
        ReplacedBy = record.ReplacedBy;
        InstallDisallowed = record.InstallDisallowed ?? false;
        CanDisable = record.CanDisable ?? true;
        ProjectDefaultEnabled = record.ProjectDefaultEnabled ?? false;
        RequiredField = record.RequiredField;
        SourceUrl = record.SourceUrl;
        HomepageUrl = record.HomepageUrl;
        SupportUrl = record.SupportUrl;
        Installs = record.Installs;
        HealthScore = record.HealthScore;
        Capability = record.Capability;
        Template = record.Template;
        Docs = record.Docs;
        Tags = record.Tags;
        ContentDigest = record.Digest();
        RefreshSearchText();
        Touch(now);
    }

    /// <summary>
    /// Points at the version that is offered when none is named: the one that its publisher calls the latest, else the newest final one,
    /// else the newest of all. Withdrawn ones never.
    /// </summary>
    internal void PointAtLatest(IReadOnlyCollection<PluginVersion> versions, string? published = null)
    {
        var latest = versions.FirstOrDefault(version => version.Version == published && version.State == VersionState.Active) ?? PluginVersion.Latest(versions);
        LatestVersionKey = latest?.Id;
        LatestVersion = latest?.Version;
        LatestReleasedAt = latest?.ReleasedAt;
    }

    private bool Switch(PluginState state, DateTimeOffset now)
    {
        if (State == state)
            return false;
        State = state;
        Touch(now);
        return true;
    }

    private void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
    }

    /// <summary>Where an entry is registered by hand, what it is about is said in its tags.</summary>
    private void RefreshDescription()
    {
        Description = Tags is { ValueKind: JsonValueKind.Object } tags && tags.TryGetProperty("description", out var description) && description.ValueKind == JsonValueKind.String
            ? description.GetString()
            : null;
        RefreshSearchText();
    }

    private void RefreshSearchText() => SearchText = string.Join('\n', new[] { PluginId, Name, Provider, string.Join('\n', Labels), Description }.OfType<string>()).ToLowerInvariant();

    /// <summary>Lower case, with an underscore for whatever option keys do not allow.</summary>
    internal static string ConfKeyOf(string pluginId) => string.Concat(pluginId.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string CheckedRegistryUrl(RegisterPlugin input, CatalogOptions options)
    {
        var url = Text.Optional(input.RegistryUrl, "registryUrl", 2048) ?? options.RegistryUrl(input.RegistryType) ?? throw new RegistryUrlRequiredException(input.RegistryType);
        return RegistryImage.TryParse(url, out _) ? url : throw new InputInvalidException("registryUrl", "The address of a registry is expected, such as registry.example.org.");
    }

    private static JsonElement? CheckedRegistryConfig(RegisterPlugin input)
    {
        var config = ObjectOrNull(input.RegistryConfig, "registryConfig");
        var isAws = input.RegistryType is Plugins.RegistryType.AwsPrivateEcr or Plugins.RegistryType.AwsPublicEcr;
        return isAws && !(config is { } given && given.TryGetProperty("account_id", out var account) && account.ValueKind == JsonValueKind.String)
            ? throw new InputInvalidException("registryConfig", $"The registry type {input.RegistryType.InGraph()} needs an account_id.")
            : config;
    }

    private static JsonElement? CheckedTemplate(JsonElement? template)
    {
        if (ObjectOrNull(template, "template") is not { } given)
            return null;
        PluginTemplate.Check(given);
        return given;
    }

    private static JsonElement? ObjectOrNull(JsonElement? value, string field) => value is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null
        : value.Value.ValueKind == JsonValueKind.Object ? TrimmedJson.Of(value.Value, field)
        : throw new InputInvalidException(field, "An object is expected.");
}
