using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Background;
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
    : BatchedService(LookEvery, scopes, clock, log)
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
            total += await DoAsync([.. due.Where(e => !e.HasFailed).Select(e => e.Id)], ct);
            foreach (var failed in due.Where(e => e.HasFailed)) total += await DoAloneAsync(failed.Id, ct);
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

    protected override IRequest<int> CommandFor(IReadOnlyList<Guid> ids) => new ApplyVendorEvents(ids);

    /// <summary>Failing is written down with the event; where not even that can be done, it is not the event's fault and everything is tried again later.</summary>
    protected override async Task FailedAsync(Guid id, string reason, CancellationToken ct)
    {
        if (await SendAsync(new NoteFailedVendorEvent(id, reason), ct) is IntegrationEventStatus.Failed) LogGivenUp(id, IntegrationEvent.MaxAttempts);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The vendor's event {EventId} was given up after {Attempts} attempts; replayIntegrationEvent tries it again")]
    private partial void LogGivenUp(Guid eventId, int attempts);
}
