using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>One plugin of a file, in the same words whatever the format was. Null means that the file does not say.</summary>
internal sealed record PluginRecord
{
    [JsonIgnore]
    public int Line { get; init; }

    public required string PluginId { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? ResourceType { get; init; }
    public string? Provider { get; init; }
    public string? Image { get; init; }
    public RegistryType? RegistryType { get; init; }
    public string? RegistryUrl { get; init; }
    public IReadOnlyList<string> Authors { get; init; } = [];
    public IReadOnlyList<string> Labels { get; init; } = [];
    public string? SourceUrl { get; init; }
    public string? HomepageUrl { get; init; }
    public string? SupportUrl { get; init; }
    public int Installs { get; init; }
    public int? HealthScore { get; init; }
    public bool Hidden { get; init; }
    public bool Deprecated { get; init; }
    public string? DeprecationReason { get; init; }
    public string? ReplacedBy { get; init; }
    public bool? InstallDisallowed { get; init; }
    public bool? CanDisable { get; init; }
    public bool? ProjectDefaultEnabled { get; init; }
    public string? RequiredField { get; init; }
    public PluginState? State { get; init; }
    public string? LatestVersion { get; init; }
    public JsonElement? Capability { get; init; }
    public JsonElement? Template { get; init; }
    public JsonElement? Docs { get; init; }
    public JsonElement? Tags { get; init; }
    public IReadOnlyList<AdvisoryRecord> Advisories { get; init; } = [];

    [JsonIgnore]
    public IReadOnlyList<VersionRecord> Versions { get; init; } = [];

    /// <summary>What the record says and the catalog cannot keep; the plugin goes in without it.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The record with each version once: of two with the same text the one released later is kept, with a warning.</summary>
    public PluginRecord WithDistinctVersions()
    {
        var byText = new Dictionary<string, VersionRecord>(Versions.Count, StringComparer.Ordinal);
        var warnings = new List<string>();
        foreach (var version in Versions)
        {
            if (byText.TryAdd(version.Version, version))
                continue;
            warnings.Add($"The version '{version.Version}' was published twice; the later one is kept.");
            if (version.ReleasedAt > byText[version.Version].ReleasedAt)
                byText[version.Version] = version;
        }
        return warnings.Count == 0 ? this : this with { Versions = [.. byText.Values], Warnings = [.. Warnings, .. warnings] };
    }

    /// <summary>SHA-256 over everything the record says, its versions included.</summary>
    public byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(this, RecordJson.Default.PluginRecord));
        foreach (var version in Versions)
            hash.AppendData(version.Digest());
        return hash.GetHashAndReset();
    }
}

/// <summary>One version of a <see cref="PluginRecord"/>.</summary>
internal sealed record VersionRecord
{
    public required string Version { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public string? MinHostVersion { get; init; }
    public string? MaxHostVersion { get; init; }
    public string? Stage { get; init; }
    public bool Yanked { get; init; }
    public string? ReleaseNotesUrl { get; init; }
    public string? ApiVersion { get; init; }
    public ReloadMode? ReloadMode { get; init; }
    public int? LoadPriority { get; init; }
    public JsonElement? Template { get; init; }
    public IReadOnlyList<ArtifactRecord> Artifacts { get; init; } = [];
    public IReadOnlyList<DependencyRecord> Dependencies { get; init; } = [];

    /// <summary>SHA-256 over everything the record says.</summary>
    public byte[] Digest() => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, RecordJson.Default.VersionRecord));
}

/// <summary>One file of a version. <c>Sha256</c> is lower-case hexadecimal.</summary>
internal sealed record ArtifactRecord(string? Platform, string? Url, string? Sha256, long? SizeBytes, string? Signature);

/// <summary>Another plugin that a version needs.</summary>
internal sealed record DependencyRecord(string PluginId, string? MinVersion, bool Optional, string? Range = null);

/// <summary>A known weakness of some versions.</summary>
internal sealed record AdvisoryRecord(string Id, string? Message, string? Url, string? Severity, IReadOnlyList<AdvisoryRangeRecord> Ranges);

/// <summary>Versions from first to last, both included, or those whose text matches the pattern as a whole.</summary>
internal sealed record AdvisoryRangeRecord(string? First, string? Last, string? Pattern);

[JsonSerializable(typeof(PluginRecord))]
[JsonSerializable(typeof(VersionRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class RecordJson : JsonSerializerContext;
