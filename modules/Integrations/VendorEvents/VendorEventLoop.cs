using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>
/// Applies what vendors told, for as long as the host runs: many at a time, and one by one as soon as one of them fails, so that it takes none of the others along. What failed is tried again on its own.
/// </summary>
internal sealed partial class VendorEventLoop(IServiceScopeFactory scopes, IDbContextFactory<IntegrationsDb> contexts, IntegrationsOptions options, TimeProvider clock, ILogger<VendorEventLoop> log)
    : WokenService(LookEvery, clock, log)
{
    private const int MaxEvents = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override string Work => "Applying what vendors told";

    /// <summary>Applies all that is due.</summary>
    /// <returns>How many events there were, without those that failed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            var due = await DueAsync(ct);
            if (due.Count == 0) return total;
            total += await ApplyTogetherAsync([.. due.Where(e => !e.HasFailed).Select(e => e.Id)], ct);
            foreach (var failed in due.Where(e => e.HasFailed)) total += await ApplyAloneAsync(failed.Id, ct);
        }
    }

    /// <summary>Removes events that are older than the settings say.</summary>
    public async Task RemoveOldAsync(CancellationToken ct)
    {
        var before = Clock.Now() - options.HookRetention;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.IntegrationEvents.Where(e => e.ReceivedAt < before).ExecuteDeleteAsync(ct);
    }

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);

    private sealed record DueEvent(Guid Id, bool HasFailed);

    private async Task<List<DueEvent>> DueAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.DueVendorEvents(Clock.Now()).Take(MaxEvents).Select(e => new DueEvent(e.Id, e.FailedAttempts > 0)).ToListAsync(ct);
    }

    private async Task<int> ApplyTogetherAsync(List<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return 0;
        if (ids.Count == 1) return await ApplyAloneAsync(ids[0], ct);
        try
        {
            return await SendAsync(new ApplyVendorEvents(ids), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogTogether(e, ids.Count);
        }
        var total = 0;
        foreach (var id in ids) total += await ApplyAloneAsync(id, ct);
        return total;
    }

    /// <summary>Failing is written down with the event; where not even that can be done, it is not the event's fault and everything is tried again later.</summary>
    private async Task<int> ApplyAloneAsync(Guid id, CancellationToken ct)
    {
        string reason;
        try
        {
            return await SendAsync(new ApplyVendorEvents([id]), ct);
        }
        catch (RefusalException e)
        {
            reason = e.Message;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogAlone(e, id);
            reason = "This server could not apply it; its log says why.";
        }
        if (await SendAsync(new NoteFailedVendorEvent(id, reason), ct) is IntegrationEventStatus.Failed) LogGivenUp(id, IntegrationEvent.MaxAttempts);
        return 0;
    }

    private async Task<T> SendAsync<T>(IRequest<T> command, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events of vendors could not be applied together; they are applied one by one")]
    private partial void LogTogether(Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The vendor's event {EventId} could not be applied; it is tried again later")]
    private partial void LogAlone(Exception exception, Guid eventId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The vendor's event {EventId} was given up after {Attempts} attempts; replayIntegrationEvent tries it again")]
    private partial void LogGivenUp(Guid eventId, int attempts);
}
