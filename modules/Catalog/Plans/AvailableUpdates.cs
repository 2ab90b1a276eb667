using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Looks for newer versions of what is installed.</summary>
public sealed record AvailableUpdates(bool IncludeHeldBack) : IRequest<IReadOnlyList<AvailableUpdate>>;

/// <summary>A newer version of an installed plugin, or word that it is deprecated.</summary>
public sealed class AvailableUpdate
{
    /// <summary>The installation's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that is installed.</summary>
    public required string CurrentVersion { get; init; }

    /// <summary>How finished that is; updates are as finished or more.</summary>
    public required VersionChannel Channel { get; init; }

    /// <summary>The best version that the host and the policy allow and nobody holds back; null when there is none newer.</summary>
    public required string? NewestAllowed { get; init; }

    /// <summary>The newest version there is, whether it may be installed or not; null when there is none newer.</summary>
    public required string? Newest { get; init; }

    /// <summary>Why the newest is not the one that is allowed; empty when it is.</summary>
    public required IReadOnlyList<HeldBack> HeldBack { get; init; }

    /// <summary>Known weaknesses of the version that is installed.</summary>
    public required IReadOnlyList<Advisory> Advisories { get; init; }

    /// <summary>Those of them that the allowed version does not have.</summary>
    public required IReadOnlyList<Advisory> FixedAdvisories { get; init; }

    /// <summary>Whether the publisher advises against the plugin.</summary>
    public required bool Deprecated { get; init; }

    /// <summary>What its publisher names instead; null when nothing is named.</summary>
    public required string? ReplacedBy { get; init; }

    internal Guid InstallationKey { get; init; }

    internal Guid? AllowedKey { get; init; }
}

/// <summary>Why a version is held back.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Until">When it ends by itself; null when it does not, or nobody knows.</param>
public sealed record HeldBack(HeldBackReason Reason, string Message, DateTimeOffset? Until);

/// <summary>Why a version is held back.</summary>
public enum HeldBackReason
{
    /// <summary>The installation is pinned.</summary>
    Pinned,

    /// <summary>Somebody said to pass the version over.</summary>
    Skipped,

    /// <summary>It is less finished than what is installed.</summary>
    Channel,

    /// <summary>It needs another host.</summary>
    Host,

    /// <summary>It has not been out as long as the policy asks for.</summary>
    ReleaseAge,

    /// <summary>It has a known weakness, and the policy blocks those.</summary>
    Advisory,

    /// <summary>The catalog or the policy does not allow it.</summary>
    Policy,
}

[QueryType]
public static partial class AvailableUpdatesQuery
{
    /// <summary>
    /// Installed plugins of which there are newer versions, and deprecated ones, by name. What an update brings along is told by <c>planInstall</c>.
    /// </summary>
    /// <param name="includeHeldBack">Whether to list those whose newer versions may not be installed now.</param>
    [Authorize("catalog:read")]
    public static Task<IReadOnlyList<AvailableUpdate>> GetAvailableUpdatesAsync(IMediator mediator, CancellationToken ct, bool includeHeldBack = true) =>
        mediator.Send(new AvailableUpdates(includeHeldBack), ct);
}

[ObjectType<AvailableUpdate>]
public static partial class AvailableUpdateNode
{
    /// <summary>The installation.</summary>
    public static Task<PluginInstallation?> GetInstallationAsync([Parent] AvailableUpdate update, IInstallationByKeyDataLoader installations, CancellationToken ct) =>
        installations.LoadAsync(update.InstallationKey, ct);

    /// <summary>The allowed version as the catalog knows it; null when there is none.</summary>
    public static async Task<PluginVersion?> GetNewestAllowedVersionAsync([Parent] AvailableUpdate update, IVersionByKeyDataLoader versions, CancellationToken ct) =>
        update.AllowedKey is { } key ? await versions.LoadAsync(key, ct) : null;
}

/// <summary>Three statements, whatever is installed: the graph's state, the policy, the installations.</summary>
internal sealed class AvailableUpdatesHandler(CatalogGraphs graphs, IDbContextFactory<CatalogDb> contexts, Actor actor, CatalogOptions options, TimeProvider clock)
    : IRequestHandler<AvailableUpdates, IReadOnlyList<AvailableUpdate>>
{
    public async Task<IReadOnlyList<AvailableUpdate>> Handle(AvailableUpdates request, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var graph = await graphs.CurrentAsync(db, ct);
        var admission = new Admission(await db.PolicyAsync(actor, options, clock, ct), options, clock.Now());
        return [.. (await InstalledPlugin.AllAsync(db, actor.OrganizationId, ct)).Select(installed => Update(graph, admission, installed)).OfType<AvailableUpdate>()
            .Where(update => request.IncludeHeldBack || update.NewestAllowed is not null)];
    }

    private static AvailableUpdate? Update(CatalogGraph graph, Admission admission, InstalledPlugin installed)
    {
        if (graph.Find(installed.PluginKey) is not { } plugin || installed.SortKey is not { } current)
            return null;
        var newer = plugin.Versions.Where(version => version.State == VersionState.Active && string.CompareOrdinal(version.SortKey, current) > 0).ToList();
        if (newer.Count == 0 && !plugin.Deprecated)
            return null;
        var channel = graph.FindVersion(installed.VersionKey)?.Channel ?? VersionOrder.ChannelOf(installed.Version!);
        var newest = newer.MaxBy(version => version.SortKey, StringComparer.Ordinal);
        var allowed = newer.Where(version => WhyHeldBack(admission, installed, version, channel).Count == 0).MaxBy(version => version.SortKey, StringComparer.Ordinal);
        var advisories = plugin.Advisories.Where(advisory => advisory.Affects(installed.Version!)).ToList();
        return new AvailableUpdate
        {
            Name = installed.Name,
            CurrentVersion = installed.Version!,
            Channel = channel,
            NewestAllowed = allowed?.Version,
            Newest = newest?.Version,
            HeldBack = newest is null || newest == allowed ? [] : WhyHeldBack(admission, installed, newest, channel),
            Advisories = advisories,
            FixedAdvisories = allowed is null ? [] : [.. advisories.Except(allowed.Advisories)],
            Deprecated = plugin.Deprecated,
            ReplacedBy = plugin.ReplacedBy,
            InstallationKey = installed.Id,
            AllowedKey = allowed?.Key,
        };
    }

    private static List<HeldBack> WhyHeldBack(Admission admission, InstalledPlugin installed, GraphVersion version, VersionChannel channel)
    {
        var reasons = new List<HeldBack>();
        if (installed.Pinned)
            reasons.Add(new HeldBack(HeldBackReason.Pinned, $"'{installed.Name}' is pinned at {installed.Version}.", null));
        if (installed.SkippedVersions.Contains(version.Version))
            reasons.Add(new HeldBack(HeldBackReason.Skipped, $"{version.Version} is passed over.", null));
        if (version.Channel > channel)
            reasons.Add(new HeldBack(HeldBackReason.Channel, $"{version.Version} is {version.Channel.InGraph()}, and {installed.Version} is {channel.InGraph()}.", null));
        if ((admission.Refuse(version.Plugin) ?? admission.Refuse(version)) is { } refusal)
            reasons.Add(new HeldBack(ReasonOf(refusal), refusal.Message, refusal is ReleaseTooRecentException ? admission.AllowedFrom(version) : null));
        return reasons;
    }

    private static HeldBackReason ReasonOf(RefusalException refusal) => refusal switch
    {
        IncompatibleHostException => HeldBackReason.Host,
        ReleaseTooRecentException => HeldBackReason.ReleaseAge,
        AdvisoryBlockedException => HeldBackReason.Advisory,
        _ => HeldBackReason.Policy,
    };
}
