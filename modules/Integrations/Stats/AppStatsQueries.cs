using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Stats;

/// <summary>How often an app came and went on one day.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Installs">How often it was installed.</param>
/// <param name="Uninstalls">How often it was uninstalled.</param>
public sealed record AppStatsDay(DateOnly Day, int Installs, int Uninstalls);

/// <summary>How often an app was installed and uninstalled.</summary>
/// <param name="TotalInstalls">In all its life.</param>
/// <param name="TotalUninstalls">In all its life.</param>
/// <param name="Days">The days of the time asked for on which something happened, earliest first.</param>
public sealed record AppStats(int TotalInstalls, int TotalUninstalls, IReadOnlyList<AppStatsDay> Days);

[QueryType]
public static partial class AppStatsQueries
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(366);

    /// <summary>How often an app of the caller's organization was installed and uninstalled, by whomever.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="since">From when on days are counted; 30 days before <c>until</c>.</param>
    /// <param name="until">Until when days are counted, at most 366 days later; now.</param>
    [Authorize("integrations:read")]
    public static async Task<AppStats> GetAppStatsAsync(string slug, DateTimeOffset? since, DateTimeOffset? until, IntegrationsDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        Text.Findable(slug, nameof(slug));
        var end = (until ?? clock.Now()).ToUniversalTime();
        var start = since?.ToUniversalTime() ?? (end - DateTimeOffset.MinValue > TimeSpan.FromDays(30) ? end.AddDays(-30) : DateTimeOffset.MinValue);
        if (start > end)
            throw new InputInvalidException(nameof(since), "It is after until.");
        if (end - start > MaxTime)
            throw new InputInvalidException(nameof(since), $"It is more than {MaxTime.TotalDays:0} days before until.");
        var app = await db.Apps.AsNoTracking().VisibleTo(actor).FirstOrDefaultAsync(a => a.Slug == slug, ct) is { } found && found.IsOpenTo(actor) ? found : throw new AppNotFoundException(slug);
        var events = db.InstallationEvents.AsNoTracking().Where(e => e.AppId == app.Id);
        var totals = await events.GroupBy(e => e.Installed).Select(g => new { Installed = g.Key, Count = g.Count() }).ToListAsync(ct);
        var days = await events.Where(e => e.At >= start && e.At <= end).GroupBy(e => new { e.At.Date, e.Installed })
            .Select(g => new { g.Key.Date, g.Key.Installed, Count = g.Count() }).ToListAsync(ct);
        return new AppStats(
            totals.Where(t => t.Installed).Sum(t => t.Count),
            totals.Where(t => !t.Installed).Sum(t => t.Count),
            [.. days.GroupBy(d => DateOnly.FromDateTime(d.Date)).OrderBy(d => d.Key)
                .Select(d => new AppStatsDay(d.Key, d.Where(x => x.Installed).Sum(x => x.Count), d.Where(x => !x.Installed).Sum(x => x.Count)))]);
    }
}
