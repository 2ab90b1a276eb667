using System.Text.Json;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>An element of the published marketplace list: one version of a plugin. The newest element of a plugin gives its name and settings.</summary>
internal static class MarketplaceRecord
{
    public static PluginRecord ReadOne(JsonElement record, int line)
    {
        if (record.Object("manifest") is not { } manifest)
            throw new RecordRefusedException("'manifest' is missing.");
        var id = manifest.Required("id", UniformRecord.MaxIdLength);
        var version = UniformRecord.VersionText(manifest, "version");
        return new PluginRecord
        {
            Line = line,
            PluginId = id,
            Name = manifest.Text("name", UniformRecord.MaxNameLength) ?? id,
            Description = manifest.Text("description"),
            ResourceType = "mattermost.Plugin",
            Provider = "mattermost",
            Authors = record.Text("author_type", 255) is { } author ? [author] : [],
            Labels = [.. record.Items("labels").Select(label => label.Text("name", 255)).OfType<string>().Append(record.Text("release_stage", 255)).OfType<string>().Distinct()],
            SourceUrl = record.Text("homepage_url", UniformRecord.MaxUrlLength),
            HomepageUrl = manifest.Text("homepage_url", UniformRecord.MaxUrlLength),
            SupportUrl = manifest.Text("support_url", UniformRecord.MaxUrlLength),
            LatestVersion = version,
            Template = UniformRecord.SettingsTemplate(manifest, "settings_schema"),
            Versions =
            [
                new VersionRecord
                {
                    Version = version,
                    ReleasedAt = record.Time("updated_at"),
                    MinHostVersion = manifest.Text("min_server_version", 128),
                    Stage = record.Text("release_stage", 32),
                    ReleaseNotesUrl = record.Text("release_notes_url", UniformRecord.MaxUrlLength),
                    Template = UniformRecord.SettingsTemplate(manifest, "settings_schema") ?? PluginTemplate.Nothing,
                    Artifacts = Artifacts(record),
                },
            ],
        };
    }

    /// <summary>The versions of one plugin become one record, in which the newest version speaks.</summary>
    public static PluginRecord Join(IEnumerable<PluginRecord> elements)
    {
        var newestFirst = elements.OrderByDescending(element => VersionOrder.SortKey(element.LatestVersion!), StringComparer.Ordinal).ToList();
        return (newestFirst[0] with { Line = newestFirst.Min(element => element.Line), Versions = [.. newestFirst.SelectMany(element => element.Versions)] }).WithDistinctVersions();
    }

    private static IReadOnlyList<ArtifactRecord> Artifacts(JsonElement record)
    {
        var artifacts = new List<ArtifactRecord> { new(null, record.Text("download_url", UniformRecord.MaxUrlLength), null, null, record.Text("signature")) };
        if (record.Object("platforms") is { } platforms)
            foreach (var platform in platforms.EnumerateObject())
                if (platform.Value.ValueKind == JsonValueKind.Object && platform.Value.Text("download_url", UniformRecord.MaxUrlLength) is { } url)
                    artifacts.Add(new ArtifactRecord(platform.Name, url, null, null, platform.Value.Text("signature")));
        return artifacts;
    }
}
