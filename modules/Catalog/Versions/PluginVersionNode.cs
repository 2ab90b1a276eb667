using System.Text.Json;
using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plugins;

namespace GraphQLPlugins.Catalog.Versions;

[ObjectType<PluginVersion>]
[Authorize("catalog:read")]
public static partial class PluginVersionNode
{
    [NodeResolver]
    public static Task<PluginVersion?> GetPluginVersionAsync(Guid id, IVersionByKeyDataLoader versions, CancellationToken ct) => versions.LoadAsync(id, ct);

    /// <summary>The plugin that it is a version of.</summary>
    [BindMember(nameof(PluginVersion.Plugin))]
    public static Task<Plugin> GetPluginAsync([Parent(requires: nameof(PluginVersion.PluginKey))] PluginVersion version, IPluginByKeyDataLoader plugins, CancellationToken ct) => plugins.LoadRequiredAsync(version.PluginKey, ct);

    /// <summary>Its files, the one for every platform first; empty when none are published.</summary>
    public static IReadOnlyList<PluginArtifact> GetArtifacts([Parent(requires: nameof(PluginVersion.Artifacts))] PluginVersion version) => version.Artifacts;

    /// <summary>The plugins that it needs, in its publisher's order.</summary>
    public static async Task<IReadOnlyList<PluginDependency>> GetDependenciesAsync(
        [Parent(requires: nameof(PluginVersion.Id))] PluginVersion version, IDependenciesByVersionDataLoader dependencies, CancellationToken ct) =>
        await dependencies.LoadAsync(version.Id, ct) ?? [];

    /// <summary>What it declares, its options among it; null where it says nothing of its own and the plugin's template counts.</summary>
    public static JsonElement? GetTemplate([Parent(requires: nameof(PluginVersion.Template))] PluginVersion version) => version.Template;

    /// <summary>Known weaknesses that it has.</summary>
    public static async Task<IReadOnlyList<Advisory>> GetAdvisoriesAsync(
        [Parent(requires: $"{nameof(PluginVersion.PluginKey)} {nameof(PluginVersion.Version)}")] PluginVersion version, IAdvisoriesByPluginDataLoader advisories, CancellationToken ct) =>
        [.. (await advisories.LoadAsync(version.PluginKey, ct) ?? []).Where(advisory => advisory.Affects(version.Version))];

    /// <summary>Whether it runs on a host of a version.</summary>
    /// <param name="hostVersion">The host's version.</param>
    public static bool GetRunsOn(
        [Parent(requires: $"{nameof(PluginVersion.MinHostVersion)} {nameof(PluginVersion.MaxHostVersion)}")] PluginVersion version, string hostVersion) => HostCompatibility.Runs(hostVersion, version.MinHostVersion, version.MaxHostVersion);
}
