using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Runtime.Hosts;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Plugins that a policy calls mandatory do not run, so the host does not start (G44).</summary>
public sealed class MandatoryPluginsException(IReadOnlyList<string> names) : Exception(
    $"The policy calls plugins mandatory that do not run: {string.Join(", ", names)}. Mend them, or start with Catalog:Runtime:RequireMandatory=false to change the policy.")
{
    /// <summary>The plugins' names.</summary>
    public IReadOnlyList<string> Names => names;
}

/// <summary>Starts all plugins with the host, before it answers requests, follows what other hosts change, and stops them with the host.</summary>
internal sealed partial class PluginHosting(
    PluginRuntime runtime, PluginFollower follower, HostReports reports, FileRecovery files, IDbContextFactory<CatalogDb> databases, ITopicEventReceiver topics, CatalogOptions options, TimeProvider clock, ILogger<PluginHosting> log)
    : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        StrayExceptions.Contain(log);
        await reports.RenewAsync(cancellationToken);
        foreach (var start in await follower.StartOrderAsync(cancellationToken)) await StartAsync(start, cancellationToken);
        if (options.Runtime.RequireMandatory) await RequireMandatoryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FollowAsync(() => reports.LeaveAsync(cancellationToken), cancellationToken);
        await Task.WhenAll(runtime.Slots.Select(slot => runtime.UnloadAsync(slot.InstallationId)));
        await runtime.WhenStoppedAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(CompareNowAndThenAsync(stoppingToken), HearAsync(stoppingToken));

    /// <summary>For what was not heard.</summary>
    private async Task CompareNowAndThenAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.Runtime.FollowInterval, clock);
        while (await timer.WaitForNextTickAsync(ct)) await FollowAsync(async () =>
        {
            await reports.RenewAsync(ct);
            await follower.FollowAllAsync(ct);
        }, ct);
    }

    private Task HearAsync(CancellationToken ct) => FollowAsync(async () =>
    {
        await using var touched = await topics.SubscribeAsync<InstallationTouched>(InstallationTouched.Topic, ct);
        await foreach (var installation in touched.ReadEventsAsync().WithCancellation(ct)) await FollowAsync(() => follower.FollowAsync(installation.InstallationId, ct), ct);
    }, ct);

    private async Task FollowAsync(Func<Task> follow, CancellationToken ct)
    {
        try
        {
            await follow();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailure(e);
        }
    }

    /// <summary>One plugin that does not start keeps neither the others nor the host from it.</summary>
    private async Task StartAsync(PluginStart start, CancellationToken ct)
    {
        PluginFault? fault = null;
        try
        {
            await files.EnsureAsync(start.InstallationId, start.Digest, ct);
            await runtime.LoadAsync(start);
        }
        catch (PluginFault e)
        {
            fault = e;
        }
        catch (Exception e)
        {
            LogUnreadable(e, start.Name);
            fault = new PluginFault("LOAD_FAILED", "Its file cannot be read; the host's log says why.");
        }
        if (fault is not null)
        {
            if (fault.Code != FileRecovery.Missing) follower.Settle(start);
            LogBroken(start.Name, start.Version, fault.Code, fault.Message);
        }
        await reports.NoteAsync(start, fault, ct);
    }

    private async Task RequireMandatoryAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var missing = new List<string>();
        foreach (var policy in (await db.Policies.ToListAsync(ct)).Where(policy => policy.MandatoryPlugins.Count > 0))
        {
            var running = await db.Installations
                .Where(i => i.OrganizationId == policy.OrganizationId && policy.MandatoryPlugins.Contains(i.Name) && (i.State == InstallationState.Running || i.State == InstallationState.Updating))
                .Select(i => new { i.Id, i.Name }).ToListAsync(ct);
            missing.AddRange(policy.MandatoryPlugins.Except(running.Where(plugin => !reports.IsBroken(plugin.Id)).Select(plugin => plugin.Name), StringComparer.Ordinal));
        }
        if (missing.Count > 0) throw new MandatoryPluginsException(missing);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Plugin} {Version} did not start on this host: {Code} {Reason}")]
    private partial void LogBroken(string plugin, string? version, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The file of {Plugin} cannot be read")]
    private partial void LogUnreadable(Exception exception, string plugin);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What runs here could not be compared with what is in use")]
    private partial void LogFailure(Exception exception);
}
