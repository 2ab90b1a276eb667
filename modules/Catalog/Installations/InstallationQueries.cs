using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

[QueryType]
public static partial class InstallationQueries
{
    /// <summary>
    /// The organization's installed plugins, by name in code point order unless another order is given: those in use, or all of them. First the matching ones
    /// are chosen, then some are skipped, then the rest is cut off.
    /// </summary>
    /// <param name="all">Whether to list plugins that are not in use too.</param>
    /// <param name="prefix">Only names that start so, with this case.</param>
    /// <param name="substring">Only names that hold this, in any case.</param>
    /// <param name="regex">Only names that match as a whole, with this case. Of prefix, substring and regex one may be given.</param>
    /// <param name="skip">How many to leave out at the beginning; 0 or less is none.</param>
    /// <param name="limit">How many to list; 0 or less is all.</param>
    [Authorize("catalog:read")]
    [UseFiltering<PluginInstallation>]
    [UseSorting<PluginInstallation>]
    public static async Task<IReadOnlyList<PluginInstallation>> GetInstallationsAsync(
        string? prefix, string? substring, string? regex, int? skip, int? limit, QueryContext<PluginInstallation> query, CatalogDb db, Actor actor, CancellationToken ct, bool all = false)
    {
        var match = NameMatch.Of(prefix, substring, regex);
        var installations = await db.Installations
            .Where(installation => installation.OrganizationId == actor.OrganizationId && (all || installation.State != InstallationState.Disabled))
            .With(new QueryContext<PluginInstallation>(Predicate: query.Predicate, Sorting: query.Sorting), order => order.AddAscending(installation => installation.Name))
            .ToListAsync(ct);
        var matching = installations.Where(installation => match(installation.Name));
        if (skip > 0)
            matching = matching.Skip(skip.Value);
        if (limit > 0)
            matching = matching.Take(limit.Value);
        return [.. matching];
    }

    /// <summary>One installed plugin by its id or its name; null when the organization has none of it.</summary>
    /// <param name="id">Its global id.</param>
    /// <param name="name">Its name, exactly. One of id and name is given.</param>
    [Authorize("catalog:read")]
    public static Task<PluginInstallation?> GetInstallationAsync([ID<PluginInstallation>] Guid? id, string? name, CatalogDb db, Actor actor, CancellationToken ct)
    {
        if (id is null == name is null)
            throw new InputInvalidException(nameof(id), "Give either id or name.");
        if (name is not null)
            Text.Findable(name, nameof(name));
        return db.Installations.FirstOrDefaultAsync(installation => installation.OrganizationId == actor.OrganizationId && (id == null ? installation.Name == name : installation.Id == id), ct);
    }
}

[ObjectType<PluginInstallation>]
[Authorize("catalog:read")]
public static partial class PluginInstallationNode
{
    [NodeResolver]
    public static async Task<PluginInstallation?> GetPluginInstallationAsync(Guid id, Actor actor, IInstallationByKeyDataLoader installations, CancellationToken ct) =>
        await installations.LoadAsync(id, ct) is { } installation && installation.OrganizationId == actor.OrganizationId ? installation : null;

    /// <summary>The entry of the catalog that it was installed from; null when that is gone or there was none.</summary>
    public static async Task<Plugin?> GetPluginAsync([Parent] PluginInstallation installation, IPluginByKeyDataLoader plugins, CancellationToken ct) =>
        installation.PluginKey is { } key ? await plugins.LoadAsync(key, ct) : null;

    /// <summary>The version in use as the catalog knows it; null when that is gone or there was none.</summary>
    public static async Task<PluginVersion?> GetPluginVersionAsync([Parent] PluginInstallation installation, IVersionByKeyDataLoader versions, CancellationToken ct) =>
        installation.VersionKey is { } key ? await versions.LoadAsync(key, ct) : null;

    /// <summary>Where the plugin's own pages are, relative to the server; null for plugins without a file.</summary>
    public static string? GetIndexUrl([Parent] PluginInstallation installation) => installation.FileName is null ? null : $"plugins/{Uri.EscapeDataString(installation.Name)}/";

    /// <summary>Whether it is installed but not in use.</summary>
    public static bool GetDisabled([Parent] PluginInstallation installation) => installation.Disabled;

    /// <summary>What a roll-back would return to; null when there is nothing.</summary>
    public static PreviousRelease? GetPrevious([Parent] PluginInstallation installation) =>
        installation.HasPrevious ? new PreviousRelease(installation.PreviousVersion, installation.PreviousDigest) : null;

    /// <summary>What went wrong when it is broken; null when it is not.</summary>
    public static InstallationError? GetLastError([Parent] PluginInstallation installation) =>
        installation.LastErrorCode is { } code ? new InstallationError(code, installation.LastErrorMessage ?? code) : null;

    /// <summary>The organization that has installed it.</summary>
    [ID<Organization>]
    public static Guid GetOrganizationId([Parent] PluginInstallation installation) => installation.OrganizationId;

    /// <summary>Changes whenever the installation does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent] PluginInstallation installation) => installation.Etag;
}

/// <summary>What was installed before.</summary>
/// <param name="Version">Its version; null when it had none.</param>
/// <param name="ArtifactDigest">SHA-256 of its file, lower-case hexadecimal; null when it had none.</param>
public sealed record PreviousRelease(string? Version, string? ArtifactDigest);

/// <summary>What went wrong with an installed plugin.</summary>
/// <param name="Code">A word for programs.</param>
/// <param name="Message">A sentence.</param>
public sealed record InstallationError(string Code, string Message);

public static partial class InstallationLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, PluginInstallation>> GetInstallationByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<CatalogDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Installations.Where(installation => keys.Contains(installation.Id)).ToDictionaryAsync(installation => installation.Id, ct);
    }
}
