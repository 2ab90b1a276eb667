using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>How an organization's integration does.</summary>
public enum IntegrationStatus
{
    /// <summary>It is in use.</summary>
    Active,

    /// <summary>The vendor no longer takes what was granted; it must be set up anew.</summary>
    Expired,

    /// <summary>Somebody of the organization switched it off; what was granted and configured stays.</summary>
    Disabled,

    /// <summary>It was removed; until the end of its grace period another setup finds its configuration again.</summary>
    PendingDeletion,
}

/// <summary>An organization's part in an integration: what was granted to it, and how it configured it.</summary>
public sealed class OrganizationIntegration
{
    private OrganizationIntegration()
    {
    }

    internal OrganizationIntegration(Integration integration, Guid organizationId, string installedBy, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        OrganizationId = organizationId;
        IntegrationId = integration.Id;
        Integration = integration;
        InstalledBy = installedBy;
        CreatedAt = now;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    [GraphQLIgnore]
    public Guid IntegrationId { get; private set; }

    internal Integration Integration { get; private set; } = null!;

    /// <summary>How it does.</summary>
    public IntegrationStatus Status { get; private set; }

    /// <summary>Who set it up first.</summary>
    public string InstalledBy { get; private set; } = null!;

    /// <summary>When a removed one is gone for good; null while it is not removed.</summary>
    public DateTimeOffset? GracePeriodEnd { get; private set; }

    /// <summary>When it was set up first.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>As it is stored, its secrets sealed.</summary>
    internal JsonElement? StoredConfig { get; private set; }

    internal Guid? DefaultIdentityId { get; private set; }

    /// <summary>The internal app that came with it.</summary>
    internal Guid? AppId { get; private set; }

    internal byte[]? SealedCredentials { get; private set; }

    /// <summary>When the access token ends.</summary>
    internal DateTimeOffset? TokenExpiresAt { get; private set; }

    internal int Revision { get; private set; }

    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>The configuration; a copy.</summary>
    internal JsonObject Config() => StoredConfig is { ValueKind: JsonValueKind.Object } stored ? (JsonObject)JsonNode.Parse(stored.GetRawText())! : [];

    /// <summary>Takes over what a setup found; an organization that had configured it keeps that.</summary>
    internal void Install(BuiltIntegration built, IReadOnlyList<FormField> fields, ExternalIdentity? identity, SecretBox secrets, DateTimeOffset now)
    {
        Status = IntegrationStatus.Active;
        GracePeriodEnd = null;
        DefaultIdentityId = identity?.Id ?? DefaultIdentityId;
        var (config, open) = (Config(), OpenConfig(Config(), secrets));
        var added = new JsonObject();
        foreach (var (name, value) in built.Config ?? [])
        {
            if (!config.ContainsKey(name)) added[name] = value?.DeepClone();
            else if (fields.FirstOrDefault(f => f.Name == name) is { Type: FormFieldType.Table } table) added[name] = Joined(table, (JsonArray)FormSecrets.Hide(config)[name]!, (JsonArray)open[name]!, value as JsonArray ?? []);
        }
        Configure(fields, added, secrets, now);
        TakeCredentials(built.Credentials, secrets, now);
    }

    /// <summary>Merges values into the configuration (N6); null takes a value away.</summary>
    internal void Configure(IReadOnlyList<FormField> fields, JsonObject values, SecretBox secrets, DateTimeOffset now)
    {
        StoredConfig = JsonSerializer.SerializeToElement(Merged(fields, values, secrets));
        Touch(now);
    }

    /// <summary>The rows that are there, masked so that they stay as they are, and those of a setup that are not there yet.</summary>
    private static JsonArray Joined(FormField table, JsonArray kept, JsonArray open, JsonArray found)
    {
        var isNew = (JsonNode? row) => !open.Any(known => table.Columns.Where(c => c.IsSecret).All(c => (string?)known![c.Name] == (string?)row![c.Name]));
        return [.. kept.Concat(found.Where(isNew)).Select(row => row!.DeepClone())];
    }

    internal void Use(Guid? appId) => AppId = appId;

    /// <summary>The configuration as it would be with some values, sealed.</summary>
    internal JsonObject Merged(IReadOnlyList<FormField> fields, JsonObject values, SecretBox secrets)
    {
        var config = Config();
        var given = (JsonObject)values.DeepClone();
        FormSecrets.Seal(fields, given, config, secrets, ConfigPurpose());
        foreach (var (name, value) in given.ToList())
        {
            if (value is null) config.Remove(name);
            else config[name] = value.DeepClone();
        }
        return config;
    }

    internal JsonObject OpenConfig(JsonObject stored, SecretBox secrets) => FormSecrets.Open(stored, secrets, ConfigPurpose());

    internal void TakeCredentials(IntegrationCredentials? credentials, SecretBox secrets, DateTimeOffset now)
    {
        SealedCredentials = credentials is null ? null : secrets.Seal(JsonSerializer.Serialize(credentials), Purpose());
        TokenExpiresAt = credentials?.ExpiresAt;
        Status = IntegrationStatus.Active;
        Touch(now);
    }

    internal IntegrationCredentials? Credentials(SecretBox secrets) => SealedCredentials is { } bytes ? JsonSerializer.Deserialize<IntegrationCredentials>(secrets.Open(bytes, Purpose())) : null;

    /// <summary>Whether the access token is over, or nearly so.</summary>
    internal bool NeedsRefresh(DateTimeOffset now) => TokenExpiresAt <= now + TimeSpan.FromMinutes(1);

    /// <summary>The vendor no longer takes what was granted.</summary>
    internal void Expire(DateTimeOffset now)
    {
        Status = IntegrationStatus.Expired;
        SealedCredentials = null;
        TokenExpiresAt = null;
        Touch(now);
    }

    /// <summary>Leaves it alone until it is switched on. Switching off what is off changes nothing.</summary>
    /// <returns>Whether something changed.</returns>
    internal bool Disable(DateTimeOffset now) => Switch(IntegrationStatus.Active, IntegrationStatus.Disabled, now);

    /// <summary>Uses it again, with what was granted before. Switching on what is on changes nothing.</summary>
    /// <returns>Whether something changed.</returns>
    internal bool Enable(DateTimeOffset now) => Switch(IntegrationStatus.Disabled, IntegrationStatus.Active, now);

    private bool Switch(IntegrationStatus from, IntegrationStatus to, DateTimeOffset now)
    {
        if (Status == to) return false;
        if (Status != from) throw new IntegrationNotActiveException(Integration.Name);
        Status = to;
        Touch(now);
        return true;
    }

    /// <summary>Takes it out of use; what was granted is forgotten at once.</summary>
    internal void Remove(DateTimeOffset gracePeriodEnd, DateTimeOffset now)
    {
        Status = IntegrationStatus.PendingDeletion;
        GracePeriodEnd = gracePeriodEnd;
        SealedCredentials = null;
        TokenExpiresAt = null;
        Touch(now);
    }

    internal IntegrationChanged Event(IntegrationAction action, DateTimeOffset now) => new(OrganizationId, Id, Integration.Provider, Integration.Name, action, now);

    private void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Revision++;
    }

    private string[] Purpose() => ["integrations", "credentials", Id.ToString("N")];

    private string[] ConfigPurpose() => ["integrations", "config", Id.ToString("N")];
}
