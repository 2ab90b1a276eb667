using System.Text.Json;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Storage;

namespace GraphQLPlugins.Options.Values;

/// <summary>One stored value. Absent is how "unset" is stored; null never is.</summary>
public sealed class OptionValue
{
    internal const int MaxStorageKeyLength = 511;

    /// <summary>A secret is sealed for one plugin alone.</summary>
    internal static string[] SecretPurpose(string confKey) => ["options", "secrets", confKey];

    private static readonly JsonElement IsSet = JsonSerializer.SerializeToElement("set");

    private bool _isWritten;

    private OptionValue()
    {
    }

    /// <summary>A value of a key that has none at this scope yet.</summary>
    internal OptionValue(Guid organizationId, string confKey, OptionScope scope, string key, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        OrganizationId = organizationId;
        ConfKey = confKey;
        ScopeKey = scope.Key;
        Key = key;
        StorageKey = $"{confKey}:{key}";
    }

    /// <summary>A value as it is stored.</summary>
    internal static OptionValue Stored(Guid organizationId, string confKey, string scopeKey, in OptionRow row) => new()
    {
        Id = row.Id, OrganizationId = organizationId, ConfKey = confKey, ScopeKey = scopeKey, Key = row.Key, StorageKey = $"{confKey}:{row.Key}",
        Json = row.Json, Protected = row.Protected, Hint = row.Hint, UpdatedBy = row.UpdatedBy, UpdatedAt = row.UpdatedAt, Revision = row.Revision,
    };

    public Guid Id { get; private set; }

    public Guid OrganizationId { get; private set; }

    /// <summary>The plugin's prefix.</summary>
    public string ConfKey { get; private set; } = "";

    /// <summary>The scope as text, see <see cref="OptionScope.Key"/>.</summary>
    public string ScopeKey { get; private set; } = "";

    /// <summary>The option's key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Prefix and key with a colon between (P4).</summary>
    public string StorageKey { get; private set; } = "";

    /// <summary>The value as JSON; null for secrets.</summary>
    public string? Json { get; private set; }

    /// <summary>A secret's value, encrypted; null for all others.</summary>
    public byte[]? Protected { get; private set; }

    /// <summary>The last characters of a secret that is long enough to show some; null else.</summary>
    public string? Hint { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>
    /// The number of the set's revision that has written it, and the last one at one value of the set at least, so that whoever holds the set knows the next one; 0 where nobody has
    /// said so.
    /// </summary>
    public int Revision { get; internal set; }

    /// <summary>Replaces the value.</summary>
    internal void Set(JsonElement value, string by, DateTimeOffset now)
    {
        (Json, Protected, Hint) = (value.GetRawText(), null, null);
        (UpdatedBy, UpdatedAt, _isWritten) = (by, now, true);
    }

    /// <summary>Replaces the value by a secret.</summary>
    internal void SetSecret(byte[] encrypted, string? hint, string by, DateTimeOffset now)
    {
        (Json, Protected, Hint) = (null, encrypted, hint);
        (UpdatedBy, UpdatedAt, _isWritten) = (by, now, true);
    }

    /// <summary>
    /// Whether the database gives back exactly the text of <see cref="Json"/>. PostgreSQL's jsonb keeps short whole numbers, Booleans and plain texts as they
    /// are; spaces, the order of members, escapes and the spelling of other numbers are its own.
    /// </summary>
    internal bool IsStoredAsWritten => !_isWritten || Json is null or "true" or "false" || IsShortNumber(Json) || IsPlainText(Json);

    private static bool IsShortNumber(string json) => json is [>= '1' and <= '9', ..] or "0" && json.Length <= 15 && !json.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsPlainText(string json) =>
        json is ['"', .., '"'] && json.AsSpan(1, json.Length - 2) is var text && !text.ContainsAnyExceptInRange(' ', '~') && !text.ContainsAny('"', '\\');

    /// <summary>What may be shown and compared: the value, or for secrets the digest of what is stored.</summary>
    internal JsonElement Shown => Json is not null ? JsonElement.Parse(Json) : IsSet;
}
