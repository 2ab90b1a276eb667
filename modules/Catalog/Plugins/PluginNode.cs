using System.Text.Json;
using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Catalog.Plugins;

[ObjectType<Plugin>]
[Authorize("catalog:read")]
public static partial class PluginNode
{
    [NodeResolver]
    public static Task<Plugin?> GetPluginAsync(Guid id, IPluginByKeyDataLoader plugins, CancellationToken ct) => plugins.LoadAsync(id, ct);

    /// <summary>Where it was found.</summary>
    [BindMember(nameof(Plugin.Repository))]
    public static Task<Repository> GetRepositoryAsync([Parent(requires: nameof(Plugin.RepositoryKey))] Plugin plugin, IRepositoryByKeyDataLoader repositories, CancellationToken ct) =>
        repositories.LoadRequiredAsync(plugin.RepositoryKey, ct);

    /// <summary>The version that is installed when none is named; null without versions.</summary>
    [BindMember(nameof(Plugin.LatestVersion))]
    public static async Task<PluginVersion?> GetLatestVersionAsync([Parent(requires: nameof(Plugin.LatestVersionKey))] Plugin plugin, IVersionByKeyDataLoader versions, CancellationToken ct) =>
        plugin.LatestVersionKey is { } key ? await versions.LoadAsync(key, ct) : null;

    /// <summary>The version to offer to a host of a version: the newest final one that runs on it, else the newest that does; null when none does.</summary>
    /// <param name="hostVersion">The host's version.</param>
    public static Task<PluginVersion?> GetLatestVersionForAsync(
        [Parent(requires: nameof(Plugin.Id))] Plugin plugin, string hostVersion, IVersionForHostDataLoader versions, CancellationToken ct) =>
        versions.LoadAsync(new VersionForHost(plugin.Id, hostVersion), ct);

    /// <summary>Its versions, newest first unless another order is given.</summary>
    [BindMember(nameof(Plugin.Versions))]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static Task<Connection<PluginVersion>> GetVersionsAsync(
        [Parent(requires: nameof(Plugin.Id))] Plugin plugin, PagingArguments paging, QueryContext<PluginVersion> query, IVersionsByPluginDataLoader versions, CancellationToken ct) =>
        PageAsync(versions.With(paging, new QueryContext<PluginVersion>(Predicate: query.Predicate, Sorting: query.Sorting)).LoadAsync(plugin.Id, ct)).ToConnectionAsync();

    /// <summary>Known weaknesses of some of its versions.</summary>
    public static async Task<IReadOnlyList<Advisory>> GetAdvisoriesAsync([Parent(requires: nameof(Plugin.Id))] Plugin plugin, IAdvisoriesByPluginDataLoader advisories, CancellationToken ct) =>
        await advisories.LoadAsync(plugin.Id, ct) ?? [];

    /// <summary>What the registry needs besides its address.</summary>
    public static JsonElement? GetRegistryConfig([Parent(requires: nameof(Plugin.RegistryConfig))] Plugin plugin) => plugin.RegistryConfig;

    /// <summary>What it can do, as its consumers understand it.</summary>
    public static JsonElement? GetCapability([Parent(requires: nameof(Plugin.Capability))] Plugin plugin) => plugin.Capability;

    /// <summary>What collectors and monitors understand of its capability.</summary>
    public static PluginCapability GetCapabilityDetails([Parent(requires: nameof(Plugin.Capability))] Plugin plugin) => PluginCapability.Of(plugin.Capability);

    /// <summary>The advice against it; null when there is none.</summary>
    public static PluginDeprecation? GetDeprecation(
        [Parent(requires: $"{nameof(Plugin.Deprecated)} {nameof(Plugin.DeprecatedAt)} {nameof(Plugin.DeprecationReason)} {nameof(Plugin.ReplacedBy)} {nameof(Plugin.InstallDisallowed)} {nameof(Plugin.RepositoryKey)}")] Plugin plugin) =>
        plugin.Deprecated ? new PluginDeprecation(plugin) : null;

    /// <summary>Named parts for its consumers; each may hold a JSON Schema (draft-7) under <c>schema</c>.</summary>
    public static JsonElement? GetTemplate([Parent(requires: nameof(Plugin.Template))] Plugin plugin) => plugin.Template;

    /// <summary>Documentation by language.</summary>
    public static JsonElement? GetDocs([Parent(requires: nameof(Plugin.Docs))] Plugin plugin) => plugin.Docs;

    /// <summary>Anything else that was said about it.</summary>
    public static JsonElement? GetTags([Parent(requires: nameof(Plugin.Tags))] Plugin plugin) => plugin.Tags;

    /// <summary>Changes whenever the entry does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent(requires: $"{nameof(Plugin.Id)} {nameof(Plugin.Revision)}")] Plugin plugin) => plugin.Etag;

    /// <summary>Whose entry it is; null for those of other repositories than the local one.</summary>
    [ID<Organization>]
    public static Guid? GetOrganizationId([Parent(requires: nameof(Plugin.OrganizationId))] Plugin plugin) => plugin.OrganizationId;

    /// <summary>Whether the policy of the caller's organization says that it must not be disabled or removed.</summary>
    public static async Task<bool> GetMandatoryAsync([Parent(requires: nameof(Plugin.PluginId))] Plugin plugin, IMandatoryByNameDataLoader mandatory, CancellationToken ct) =>
        await mandatory.LoadAsync(plugin.PluginId, ct);

    /// <summary>The first of its authors; null when nobody is named.</summary>
    public static string? GetAuthor([Parent(requires: nameof(Plugin.Authors))] Plugin plugin) => plugin.Authors.FirstOrDefault();

    /// <summary>How much it is used, as <c>directory</c> orders by it: its installations, as its publisher counts them.</summary>
    public static int GetPopularity([Parent(requires: nameof(Plugin.Installs))] Plugin plugin) => plugin.Installs;

    /// <summary>The older name of <c>resourceType</c>.</summary>
    [GraphQLDeprecated("Use resourceType.")]
    public static string? GetServiceType([Parent(requires: nameof(Plugin.ResourceType))] Plugin plugin) => plugin.ResourceType;

    private static async Task<Page<PluginVersion>> PageAsync(Task<Page<PluginVersion>?> page) => await page ?? Page<PluginVersion>.Empty;
}
