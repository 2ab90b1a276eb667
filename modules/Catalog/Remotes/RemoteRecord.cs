using System.Text.Json;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>Entries as another server's graph shows them. Nothing is trusted: every text has the bounds of an import, and what breaks them is left out with its reason.</summary>
internal static class RemoteRecord
{
    public const string LocalRepository = "query { repositories(type: LOCAL) { repositoryId } }";

    private const string VersionFields = """
        version channel state releasedAt minHostVersion maxHostVersion apiVersion reloadMode loadPriority releaseNotesUrl template
        artifacts { platform url sha256 sizeBytes signature } dependencies { pluginId minVersion range optional }
        """;

    private const string EntryFields = $$"""
        pluginId name description resourceType provider image registryType registryUrl labels authors state hidden deprecated replacedBy sourceUrl homepageUrl supportUrl
        canDisable projectDefaultEnabled requiredField installs healthScore capability template docs tags deprecation { reason installDisallowed } latestVersion { version }
        advisories { advisoryId severity message url ranges { first last pattern } }
        versions(first: 20) { pageInfo { hasNextPage endCursor } nodes { {{VersionFields}} } }
        """;

    public const string Page = $$"""
        query($repository: String!, $after: String) {
          plugins(repositoryId: $repository, first: 20, after: $after) { pageInfo { hasNextPage endCursor } nodes { {{EntryFields}} } }
        }
        """;

    public const string One = $$"""query($repository: String!, $pluginId: String!) { plugin(repositoryId: $repository, pluginId: $pluginId) { {{EntryFields}} } }""";

    public const string Versions = $$"""
        query($repository: String!, $pluginId: String!, $after: String) {
          pluginVersions(repositoryId: $repository, pluginId: $pluginId, includeYanked: true, first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { {{VersionFields}} } }
        }
        """;

    /// <exception cref="RecordRefusedException">The entry cannot be kept.</exception>
    public static PluginRecord Read(JsonElement entry, IReadOnlyList<VersionRecord> versions) => new PluginRecord
    {
        PluginId = entry.Required("pluginId", UniformRecord.MaxIdLength),
        Name = entry.Required("name", UniformRecord.MaxNameLength),
        Description = entry.Text("description"),
        ResourceType = entry.Text("resourceType", 255),
        Provider = entry.Text("provider", 255),
        Image = entry.Text("image", 300),
        RegistryType = Value<RegistryType>(entry, "registryType"),
        RegistryUrl = entry.Text("registryUrl", UniformRecord.MaxUrlLength),
        Labels = entry.Texts("labels"),
        Authors = entry.Texts("authors"),
        State = Value<PluginState>(entry, "state"),
        Hidden = entry.Flag("hidden"),
        CanDisable = entry.Flag("canDisable", absent: true) ? null : false,
        ProjectDefaultEnabled = entry.Flag("projectDefaultEnabled") ? true : null,
        RequiredField = entry.Text("requiredField", 255),
        Deprecated = entry.Flag("deprecated"),
        DeprecationReason = entry.Object("deprecation")?.Text("reason", 1000),
        InstallDisallowed = entry.Object("deprecation")?.Flag("installDisallowed"),
        ReplacedBy = entry.Text("replacedBy", UniformRecord.MaxIdLength),
        SourceUrl = entry.Text("sourceUrl", UniformRecord.MaxUrlLength),
        HomepageUrl = entry.Text("homepageUrl", UniformRecord.MaxUrlLength),
        SupportUrl = entry.Text("supportUrl", UniformRecord.MaxUrlLength),
        Installs = entry.Count("installs") ?? 0,
        HealthScore = entry.Count("healthScore"),
        LatestVersion = entry.Object("latestVersion")?.Text("version", VersionOrder.MaxLength),
        Capability = entry.Object("capability"),
        Template = entry.Object("template"),
        Docs = entry.Object("docs"),
        Tags = entry.Object("tags"),
        Advisories = [.. entry.Items("advisories").Select(Advisory)],
        Versions = versions,
    }.WithDistinctVersions();

    public static VersionRecord Version(JsonElement version) => new()
    {
        Version = UniformRecord.VersionText(version, "version"),
        Stage = version.Text("channel", 32),
        Yanked = version.Text("state", 32) is not ("ACTIVE" or null),
        ReleasedAt = version.Time("releasedAt"),
        MinHostVersion = version.Text("minHostVersion", VersionOrder.MaxLength),
        MaxHostVersion = version.Text("maxHostVersion", VersionOrder.MaxLength),
        ApiVersion = version.Text("apiVersion", VersionOrder.MaxLength),
        ReloadMode = Value<ReloadMode>(version, "reloadMode"),
        LoadPriority = version.TryGetProperty("loadPriority", out var priority) && priority.TryGetInt32(out var number) ? number : null,
        ReleaseNotesUrl = version.Text("releaseNotesUrl", UniformRecord.MaxUrlLength),
        Template = version.Object("template"),
        Artifacts = [.. version.Items("artifacts").Select(artifact => new ArtifactRecord(
            artifact.Text("platform", 64), artifact.Text("url", UniformRecord.MaxUrlLength), artifact.Sha256("sha256"), artifact.Size("sizeBytes"), artifact.Text("signature")))],
        Dependencies = [.. version.Items("dependencies").Select(dependency => new DependencyRecord(
            dependency.Required("pluginId", UniformRecord.MaxIdLength), dependency.Text("minVersion", VersionOrder.MaxLength), dependency.Flag("optional"), Range(dependency)))],
    };

    private static AdvisoryRecord Advisory(JsonElement advisory) => new(
        advisory.Required("advisoryId", 255), advisory.Text("message"), advisory.Text("url", UniformRecord.MaxUrlLength), advisory.Text("severity", 32),
        [.. advisory.Items("ranges").Select(range => new AdvisoryRangeRecord(range.Text("first", 255), range.Text("last", 255), range.Text("pattern", 4096)))]);

    /// <summary>Null where it says no more than the oldest version does.</summary>
    private static string? Range(JsonElement dependency) =>
        dependency.Text("range", VersionRange.MaxLength) is { } range && range != "*" && range != $">={dependency.Text("minVersion")}" && VersionRange.TryParse(range) is not null ? range : null;

    /// <summary>An enum value as the graph writes it; null for one that is unknown here.</summary>
    private static T? Value<T>(JsonElement entry, string name) where T : struct, Enum =>
        entry.Text(name, 64) is { } text && Enum.TryParse<T>(text.Replace("_", ""), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
