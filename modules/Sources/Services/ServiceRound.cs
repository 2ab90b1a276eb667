using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using GraphQLPlugins.Sources.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Services;

/// <summary>Gives a repository's services what they lack, one after the other. What one of them does not take stops no other, and comes again by itself.</summary>
internal sealed partial class ServiceRound(
    IDbContextFactory<SourcesDb> contexts, RepositoryServices services, BranchDeliveries deliveries, SourcesOptions options, TimeProvider clock, ILogger<ServiceRound> log)
{
    /// <summary>Serves those that are active and do not wait for their next try.</summary>
    /// <param name="repository">Whose files.</param>
    /// <param name="refs">The copy's heads.</param>
    /// <param name="run">Takes the steps.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>What each got that lacked something.</returns>
    public async Task<IReadOnlyList<ServiceTally>> RunAsync(SourceRepository repository, SyncRefs refs, JobRun run, CancellationToken ct)
    {
        var tallies = new List<ServiceTally>();
        foreach (var name in repository.ActiveServices)
        {
            if (await ProgressAsync(repository, name, ct) is not { } progress || progress.NextTryAt > clock.Now()) continue;
            if (await ServeAsync(repository, refs, progress, run, ct) is { } tally) tallies.Add(tally);
        }
        return tallies;
    }

    private async Task<ServiceTally?> ServeAsync(SourceRepository repository, SyncRefs refs, ServiceProgress progress, JobRun run, CancellationToken ct)
    {
        var name = progress.Service;
        var selection = FileSelection.Of(repository.Config, name).Stamp;
        // Files that other patterns chose are not those that count now.
        var has = progress.Selection == selection ? progress.Branches : [];
        var files = 0;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Sync.ServiceTime);
        var isServed = false;
        try
        {
            await foreach (var delivery in deliveries.MissingAsync(repository, refs, has, name, () => Interlocked.Increment(ref files), limit.Token))
            {
                isServed = true;
                var service = services.Find(repository.OrganizationId, name) ?? throw new ServiceNotAvailableException(name);
                await run.StepAsync(StepName(name, delivery), async () =>
                {
                    var before = files;
                    await service.ReceiveAsync(delivery, limit.Token).WaitAsync(limit.Token);
                    return $"{files - before} files";
                });
                await ChangeAsync(progress, p =>
                {
                    if (has.Count == 0 && p.Selection != selection) p.StartOver();
                    p.Take(delivery.Branch, delivery.ToCommit, selection, clock.Now());
                }, ct);
            }
            if (isServed || progress.Failures > 0) await ChangeAsync(progress, p => p.CatchUp(), ct);
            return isServed ? new ServiceTally(name, files, null) : null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var (code, message, passes) = Verdict(e, name);
            if (code == Unexpected) LogFailure(e, name, repository.Id);
            await ChangeAsync(progress, p => p.Fail(code, message, passes ? clock.Now() + options.Sync.WaitAfter(p.Failures + 1) : null), ct);
            return new ServiceTally(name, files, code);
        }
    }

    private const string Unexpected = "SERVICE_FAILED";

    private (string Code, string Message, bool Passes) Verdict(Exception e, string service) => e switch
    {
        RefusalException refusal => (refusal.Code, refusal.Message, refusal.Retryable),
        OperationCanceledException => ("SERVICE_TIMED_OUT", $"The service '{service}' took longer than {options.Sync.ServiceTime.TotalSeconds:0} s.", true),
        _ => (Unexpected, $"The service '{service}' failed; the log says more.", true),
    };

    private static string StepName(string service, RepositoryDelivery delivery)
    {
        var name = $"{service}: {delivery.Kind switch { DeliveryKind.Initial => "all files", DeliveryKind.Changes => "changes", _ => "removal" }} of {delivery.Branch}";
        return name.Length <= 200 ? name : name[..200];
    }

    /// <summary>Null when the service, or the repository itself, was deactivated meanwhile.</summary>
    private async Task<ServiceProgress?> ProgressAsync(SourceRepository repository, string service, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.AnyAsync(r => r.Id == repository.Id && r.Status == RepositoryStatus.Active, ct)
            ? await db.ServiceProgress.FirstOrDefaultAsync(p => p.RepositoryId == repository.Id && p.Service == service, ct)
            : null;
    }

    private async Task ChangeAsync(ServiceProgress progress, Action<ServiceProgress> change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        // Deactivated meanwhile: nothing is to be remembered.
        if (await db.ServiceProgress.FirstOrDefaultAsync(p => p.RepositoryId == progress.RepositoryId && p.Service == progress.Service, ct) is not { } current) return;
        change(current);
        await db.SaveChangesAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The service {Service} did not take the files of the repository {Id}")]
    private partial void LogFailure(Exception exception, string service, Guid id);
}
