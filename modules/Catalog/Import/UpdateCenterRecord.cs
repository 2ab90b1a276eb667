using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>A plugin and a warning of the published update-center document, which knows the newest version only.</summary>
internal static class UpdateCenterRecord
{
    public static PluginRecord Read(JsonElement record, int line, ILookup<string, AdvisoryRecord> warnings)
    {
        var id = record.Required("name", UniformRecord.MaxIdLength);
        var labels = record.Texts("labels");
        var version = UniformRecord.VersionText(record, "version");
        return new PluginRecord
        {
            Line = line,
            PluginId = id,
            Name = record.Text("title", UniformRecord.MaxNameLength) ?? id,
            Description = record.Text("excerpt"),
            ResourceType = "jenkins.Plugin",
            Provider = "jenkins",
            Authors = [.. record.Items("developers").Select(author => author.Text("name", 255) ?? author.Text("developerId", 255)).OfType<string>().Distinct()],
            Labels = labels,
            SourceUrl = record.Text("scm", UniformRecord.MaxUrlLength),
            HomepageUrl = record.Text("wiki", UniformRecord.MaxUrlLength),
            Installs = record.Count("popularity") ?? 0,
            HealthScore = record.Count("health"),
            Deprecated = labels.Contains("deprecated"),
            LatestVersion = version,
            Advisories = [.. warnings[id]],
            Versions =
            [
                new VersionRecord
                {
                    Version = version,
                    ReleasedAt = record.Time("releaseTimestamp") ?? record.Time("buildDate"),
                    MinHostVersion = record.Text("requiredCore", 128),
                    Artifacts = [new ArtifactRecord(null, record.Text("url", UniformRecord.MaxUrlLength), record.Sha256("sha256"), record.Size("size"), null)],
                    Dependencies = [.. record.Items("dependencies").Select(item => new DependencyRecord(
                        item.Required("name", UniformRecord.MaxIdLength), item.Text("version", 128), item.Flag("optional")))],
                },
            ],
        };
    }

    /// <summary>The plugin that a warning is about; null when it is about the host itself.</summary>
    public static (string? PluginId, AdvisoryRecord Advisory) Warning(JsonElement record)
    {
        var type = record.Text("type", 32);
        return (type == "core" ? null : record.Required("name", UniformRecord.MaxIdLength), UniformRecord.Advisory(record));
    }
}
