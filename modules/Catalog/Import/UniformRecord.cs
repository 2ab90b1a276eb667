using System.Text.Json;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>The uniform record: one plugin with all its versions, whatever the ecosystem.</summary>
internal static class UniformRecord
{
    public const int MaxIdLength = 255;
    public const int MaxNameLength = 255;
    public const int MaxUrlLength = 2048;

    public static PluginRecord Read(JsonElement record, int line)
    {
        var ecosystem = record.Text("ecosystem", 64);
        var labels = record.Texts("labels");
        if (record.Text("category") is { } category && !labels.Contains(category))
            labels = [.. labels, category];
        var id = record.Required("pluginId", MaxIdLength);
        return new PluginRecord
        {
            Line = line,
            PluginId = id,
            Name = record.Text("name", MaxNameLength) ?? id,
            Description = record.Text("description"),
            ResourceType = ecosystem is null ? null : $"{ecosystem}.Plugin",
            Provider = ecosystem,
            Authors = record.Texts("authors"),
            Labels = labels,
            SourceUrl = record.Text("repositoryUrl", MaxUrlLength),
            HomepageUrl = record.Text("homepageUrl", MaxUrlLength),
            SupportUrl = record.Text("supportUrl", MaxUrlLength),
            Installs = record.Count("installs") ?? 0,
            HealthScore = record.Count("healthScore"),
            Hidden = !record.Flag("listed", absent: true),
            Deprecated = labels.Contains("deprecated"),
            CanDisable = record.Flag("canDisable", absent: true) ? null : false,
            ProjectDefaultEnabled = record.Flag("projectDefaultEnabled") ? true : null,
            RequiredField = record.Text("requiredField", 255),
            LatestVersion = record.Text("latestVersion", VersionOrder.MaxLength),
            Template = SettingsTemplate(record, "settingsSchema"),
            Advisories = [.. record.Items("advisories").Select(Advisory)],
            Versions = [.. record.Items("versions").Select(Version)],
        }.WithDistinctVersions();
    }

    /// <summary>Settings of the marketplace kind, kept as they are below the template's <c>options</c> for the options module to read.</summary>
    public static JsonElement? SettingsTemplate(JsonElement record, string name) =>
        record.Object(name) is { } settings ? JsonSerializer.SerializeToElement(new { options = new { settings } }) : null;

    public static AdvisoryRecord Advisory(JsonElement record) => new(
        record.Required("id", 255), record.Text("message"), record.Text("url", MaxUrlLength), record.Text("severity", 32),
        [.. record.Items(record.TryGetProperty("ranges", out _) ? "ranges" : "versions").Select(range => new AdvisoryRangeRecord(
            range.Text("firstVersion", 255), range.Text("lastVersion", 255), range.Text("pattern", 4096)))]);

    public static string VersionText(JsonElement record, string name)
    {
        var text = record.Required(name, VersionOrder.MaxLength);
        return text.Any(char.IsControl) ? throw new RecordRefusedException($"'{name}' holds a control character.") : text;
    }

    private static VersionRecord Version(JsonElement record) => new()
    {
        Version = VersionText(record, "version"),
        ReleasedAt = record.Time("releasedOn"),
        MinHostVersion = record.Text("minHostVersion", 128),
        MaxHostVersion = record.Text("maxHostVersion", 128),
        Stage = record.Text("releaseStage", 32),
        Yanked = record.Flag("yanked"),
        ReleaseNotesUrl = record.Text("releaseNotesUrl", MaxUrlLength),
        Template = SettingsTemplate(record, "settingsSchema"),
        Artifacts = Artifacts(record),
        Dependencies = [.. record.Items("dependencies").Select(item => new DependencyRecord(
            item.Required("pluginId", MaxIdLength), item.Text("minVersion", 128), item.Flag("optional"), Range(item)))],
    };

    private static string? Range(JsonElement dependency) =>
        dependency.Text("range", VersionRange.MaxLength) is { } text && VersionRange.TryParse(text) is null ? throw new RecordRefusedException($"'range' is no version range: '{text}'.") : dependency.Text("range");

    private static IReadOnlyList<ArtifactRecord> Artifacts(JsonElement record)
    {
        var artifacts = new List<ArtifactRecord>(1);
        var any = new ArtifactRecord(null, record.Text("downloadUrl", MaxUrlLength), record.Sha256("sha256"), record.Size("sizeBytes"), record.Text("signature"));
        if (any != new ArtifactRecord(null, null, null, null, null))
            artifacts.Add(any);
        if (record.Object("platforms") is { } platforms)
            foreach (var platform in platforms.EnumerateObject())
                if (platform.Value.ValueKind == JsonValueKind.Object)
                    artifacts.Add(new ArtifactRecord(platform.Name, platform.Value.Text("download_url", MaxUrlLength), null, null, platform.Value.Text("signature")));
        return artifacts;
    }
}
