using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>Takes jobs from the queue and runs them. The host's loop calls it; tests call <see cref="RunDueAsync"/>.</summary>
public sealed partial class JobRunner
{
    private const int MaxResultBytes = 256 * 1024;

    private readonly IDbContextFactory<KernelDb> _databases;
    private readonly IServiceScopeFactory _scopes;
    private readonly JobKinds _kinds;
    private readonly JobTopics _topics;
    private readonly JobOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<JobRunner> _log;
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();

    internal JobRunner(IDbContextFactory<KernelDb> databases, IServiceScopeFactory scopes, JobKinds kinds, JobTopics topics, JobOptions options, TimeProvider clock, ILogger<JobRunner> log) =>
        (_databases, _scopes, _kinds, _topics, _options, _clock, _log) = (databases, scopes, kinds, topics, options, clock, log);

    /// <summary>Runs all jobs that are due, and those that become due by that, then returns.</summary>
    /// <returns>How many it ran.</returns>
    public async Task<int> RunDueAsync(CancellationToken ct = default)
    {
        await TakeOverAsync(ct);
        var count = 0;
        while (await StartDueAsync(Math.Max(1, _options.Concurrency), ct) is { Count: > 0 } started)
        {
            await Task.WhenAll(started);
            count += started.Count;
        }
        return count;
    }

    /// <summary>Starts up to so many jobs; each task ends with its job, and never fails.</summary>
    internal async Task<IReadOnlyList<Task>> StartDueAsync(int count, CancellationToken ct)
    {
        if (_kinds.Names.Length == 0) return [];
        var now = _clock.Now();
        var owner = Guid.NewGuid();
        List<OperationJob> jobs;
        await using (var db = await _databases.CreateDbContextAsync(ct))
        {
            var claimed = await ClaimAsync(db, owner, now, count, ct);
            if (claimed.Count == 0) return [];
            jobs = await db.Jobs.Where(j => claimed.Contains(j.Id)).OrderBy(j => j.Number).ToListAsync(ct);
        }
        return [.. jobs.Select(job => RunAsync(job, owner, ct))];
    }

    /// <summary>Cancels runs of this host whose job somebody cancelled.</summary>
    public async Task CancelRequestedAsync(CancellationToken ct)
    {
        Guid[] running = [.. _running.Keys];
        if (running.Length == 0) return;
        await using var db = await _databases.CreateDbContextAsync(ct);
        foreach (var id in await db.Jobs.Where(j => running.Contains(j.Id) && j.CancelRequestedAt != null).Select(j => j.Id).ToListAsync(ct))
            if (_running.TryGetValue(id, out var run)) await run.CancelAsync();
    }

    /// <summary>Deals with jobs whose host went silent: those that may start again wait once more, the others have failed.</summary>
    internal async Task TakeOverAsync(CancellationToken ct)
    {
        var now = _clock.Now();
        await using var db = await _databases.CreateDbContextAsync(ct);
        foreach (var job in await db.Jobs.Where(j => j.Status == JobStatus.Running && j.LeaseUntil < now).OrderBy(j => j.LeaseUntil).Take(100).ToListAsync(ct))
        {
            var (status, error) = Verdict(job);
            DateTimeOffset? endedAt = status is JobStatus.Queued ? null : now;
            var taken = await db.Jobs.Where(j => j.Id == job.Id && j.Status == JobStatus.Running && j.LeaseOwner == job.LeaseOwner && j.LeaseUntil < now).ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, status).SetProperty(j => j.EndedAt, endedAt).SetProperty(j => j.Takeovers, j => j.Takeovers + 1)
                .SetProperty(j => j.LeaseOwner, (Guid?)null).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(j => j.ErrorCode, error == null ? null : error.Code).SetProperty(j => j.ErrorMessage, error == null ? null : error.Message), ct);
            if (taken == 0) continue;
            LogTakeOver(job.Id, job.Kind, status);
            await _topics.TellAsync(job.Id);
        }
    }

    /// <summary>Removes jobs that ended long ago.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveOldAsync(CancellationToken ct = default)
    {
        var before = _clock.Now() - _options.Retention;
        await using var db = await _databases.CreateDbContextAsync(ct);
        return await db.Jobs.Where(j => j.EndedAt < before).ExecuteDeleteAsync(ct);
    }

    private async Task<List<Guid>> ClaimAsync(KernelDb db, Guid owner, DateTimeOffset now, int count, CancellationToken ct)
    {
        try
        {
            return await db.ClaimJobsAsync(owner, now, now + _options.LeaseTime, _kinds.Names, count, ct);
        }
        catch (Exception e) when (e.IsDuplicateRow())
        {
            // A retry of an older job of the same serial key crossed this claim; the next look sees it.
            return [];
        }
    }

    private (JobStatus Status, JobError? Error) Verdict(OperationJob job)
    {
        if (job.CancelRequestedAt is not null) return (JobStatus.Cancelled, null);
        if (!_kinds.KindOf(job).Resumes) return (JobStatus.Failed, Interrupted);
        return job.Takeovers < _options.MaxTakeovers
            ? (JobStatus.Queued, null)
            : (JobStatus.Failed, new JobError("JOB_GIVEN_UP", $"Its host stopped while it ran, {job.Takeovers + 1} times. Look into the hosts' logs before you retry it."));
    }

    private static readonly JobError Interrupted = new("JOB_INTERRUPTED", "Its host stopped while it ran. What it had done so far stands; retry it to do the rest.");

    private async Task RunAsync(OperationJob job, Guid owner, CancellationToken stop)
    {
        using var cancel = new CancellationTokenSource();
        using var timeout = new CancellationTokenSource(MaxRunTimeOf(job));
        using var lost = new CancellationTokenSource();
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancel.Token, timeout.Token, lost.Token, stop);
        using var ended = new CancellationTokenSource();
        _running[job.Id] = cancel;
        var heart = BeatAsync(job, owner, cancel, lost, ended.Token);
        var run = new JobRun(job, owner, _databases, _topics, _clock);
        try
        {
            await _topics.TellAsync(job.Id);
            var (status, result, error) = await HandleAsync(job, run, all.Token, () => cancel.IsCancellationRequested, () => timeout.IsCancellationRequested, () => stop.IsCancellationRequested);
            if (!await run.EndAsync(status, result, error)) LogLost(job.Id, job.Kind);
        }
        catch (Exception e)
        {
            // The database does not answer: when the lease is over, another host takes the job over.
            LogUnexpected(e, job.Id, job.Kind);
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
            await ended.CancelAsync();
            await heart;
        }
    }

    private async Task<(JobStatus Status, string? Result, JobError? Error)> HandleAsync(
        OperationJob job, JobRun run, CancellationToken ct, Func<bool> isCancelled, Func<bool> isTimedOut, Func<bool> isStopping)
    {
        // Its command has committed, and then its host died.
        if (job.ResultJson is { } committed) return (JobStatus.Succeeded, committed, null);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Actor>().ActAs(IdentityOf(job));
            scope.ServiceProvider.GetRequiredService<CurrentJob>().Run = run;
            var result = await _kinds.Find(job.Kind)!.RunAsync(scope.ServiceProvider, job.PayloadJson, run, ct);
            var json = JobRun.ResultJson(result);
            return json is not null && Encoding.UTF8.GetByteCount(json) > MaxResultBytes
                ? (JobStatus.Failed, null, new JobError("JOB_RESULT_TOO_LARGE", $"The result has more than {MaxResultBytes} bytes."))
                : (JobStatus.Succeeded, json, null);
        }
        catch (Exception) when (isCancelled())
        {
            return (JobStatus.Cancelled, null, null);
        }
        catch (Exception) when (isTimedOut())
        {
            return (JobStatus.Failed, null, new JobError("JOB_TIMED_OUT", $"It took longer than {MaxRunTimeOf(job)}."));
        }
        catch (Exception) when (isStopping())
        {
            return _kinds.KindOf(job).Resumes ? (JobStatus.Queued, null, null) : (JobStatus.Failed, null, Interrupted);
        }
        catch (JobFailedException e)
        {
            return (JobStatus.Failed, JobRun.ResultJson(e.Result), e.Error);
        }
        catch (RefusalException e)
        {
            return (JobStatus.Failed, null, new JobError(e.Code, e.Message));
        }
        catch (Exception e)
        {
            LogUnexpected(e, job.Id, job.Kind);
            return (JobStatus.Failed, null, new JobError("UNEXPECTED", $"The job failed unexpectedly; the log says why under the job {job.Id}."));
        }
    }

    /// <summary>Keeps the lease, and finds out when it is lost or the job is cancelled.</summary>
    private async Task BeatAsync(OperationJob job, Guid owner, CancellationTokenSource cancel, CancellationTokenSource lost, CancellationToken ended)
    {
        while (true)
        {
            try
            {
                await Task.Delay(_options.LeaseTime / 3, _clock, ended);
                await using var db = await _databases.CreateDbContextAsync(ended);
                var until = _clock.Now() + _options.LeaseTime;
                var kept = await db.Jobs.Where(j => j.Id == job.Id && j.LeaseOwner == owner && j.Status == JobStatus.Running).ExecuteUpdateAsync(set => set.SetProperty(j => j.LeaseUntil, until), ended);
                if (kept == 0) await lost.CancelAsync();
                else if (await db.Jobs.AnyAsync(j => j.Id == job.Id && j.CancelRequestedAt != null, ended)) await cancel.CancelAsync();
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogHeartbeatFailure(e, job.Id);
            }
        }
    }

    private TimeSpan MaxRunTimeOf(OperationJob job) => _kinds.KindOf(job).MaxRunTime is { } own && own < _options.MaxRunTime ? own : _options.MaxRunTime;

    private static PrincipalIdentity? IdentityOf(OperationJob job) =>
        job.Capabilities is null ? null : new PrincipalIdentity(job.RequestedBy, job.PrincipalId, job.OrganizationId, CapabilitySet.Parse(job.Capabilities), null);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {JobId} ({Kind}) failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, Guid jobId, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {JobId} ({Kind}) was taken over while it ran here; this run counts for nothing")]
    private partial void LogLost(Guid jobId, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The host of the job {JobId} ({Kind}) went silent; the job is {Status} now")]
    private partial void LogTakeOver(Guid jobId, string kind, JobStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of the job {JobId} could not be renewed; another host may take it over")]
    private partial void LogHeartbeatFailure(Exception exception, Guid jobId);
}
