using System.Text.Json;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>One run of a job, for its handler: takes steps and progress, which are stored and told to whoever watches.</summary>
public sealed class JobRun
{
    /// <summary>Of a job that committed its only command, which has no result.</summary>
    internal const string NoResult = "null";

    private const int MaxSteps = 100;
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(250);

    private readonly OperationJob _job;
    private readonly Guid _owner;
    private readonly IDbContextFactory<KernelDb> _databases;
    private readonly JobTopics _topics;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<JobStep> _steps;
    private long _toldAt;
    private int _done;
    private int? _total;

    internal JobRun(OperationJob job, Guid owner, IDbContextFactory<KernelDb> databases, JobTopics topics, TimeProvider clock)
    {
        (_job, _owner, _databases, _topics, _clock) = (job, owner, databases, topics, clock);
        // What an earlier run left behind stays to be seen; a step that it did not end never will.
        _steps = [.. job.GetSteps().Select(s => s.Status is JobStatus.Running ? s with { Status = JobStatus.Failed, EndedAt = clock.Now(), Message = "Its host stopped." } : s)];
    }

    /// <summary>The job's id.</summary>
    public Guid JobId => _job.Id;

    /// <summary>Whose job it is.</summary>
    public Guid OrganizationId => _job.OrganizationId;

    /// <summary>Counts from 1; more than that when it was retried, or taken over from another host.</summary>
    public int Attempt => _job.Attempt;

    /// <summary>Does one step, and records how it went. At most 100 are recorded.</summary>
    /// <param name="name">What it does, in a few words, without secrets.</param>
    /// <param name="step">The work; a message that it returns is recorded.</param>
    public async Task StepAsync(string name, Func<Task<string?>> step)
    {
        var index = await StartStepAsync(name);
        try
        {
            var message = await step();
            await EndStepAsync(index, JobStatus.Succeeded, message);
        }
        catch (OperationCanceledException)
        {
            await EndStepAsync(index, JobStatus.Cancelled, null);
            throw;
        }
        catch (Exception e)
        {
            await EndStepAsync(index, JobStatus.Failed, e is RefusalException ? e.Message : null);
            throw;
        }
    }

    /// <inheritdoc cref="StepAsync(string, Func{Task{string}})"/>
    public Task StepAsync(string name, Func<Task> step) => StepAsync(name, async () =>
    {
        await step();
        return null;
    });

    /// <summary>Tells how much is done. Cheap: it is stored a few times a second at most.</summary>
    /// <param name="done">How many parts.</param>
    /// <param name="total">Of how many; null while that is unknown.</param>
    public async Task ReportAsync(int done, int? total = null)
    {
        (_done, _total) = (done, total);
        var now = _clock.GetTimestamp();
        var told = Interlocked.Read(ref _toldAt);
        if (told != 0 && done != total && _clock.GetElapsedTime(told, now) < TellEvery) return;
        Interlocked.Exchange(ref _toldAt, now);
        await WriteAsync();
    }

    /// <summary>Stores how the run ended.</summary>
    /// <returns>False when the job has been taken over meanwhile: then this run counts for nothing.</returns>
    internal async Task<bool> EndAsync(JobStatus status, string? resultJson, JobError? error)
    {
        await _writing.WaitAsync();
        try
        {
            var (steps, done, total) = (StepsJson(), _done, _total);
            DateTimeOffset? endedAt = status is JobStatus.Queued ? null : _clock.Now();
            var message = error is null ? null : Cut(error.Message);
            await using var db = await _databases.CreateDbContextAsync();
            var ended = await Mine(db).ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, status).SetProperty(j => j.EndedAt, endedAt).SetProperty(j => j.LeaseOwner, (Guid?)null).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(j => j.ResultJson, resultJson).SetProperty(j => j.ErrorCode, error == null ? null : error.Code).SetProperty(j => j.ErrorMessage, message)
                .SetProperty(j => j.StepsJson, steps).SetProperty(j => j.ProgressDone, done).SetProperty(j => j.ProgressTotal, total));
            if (ended == 0) return false;
        }
        finally
        {
            _writing.Release();
        }
        await _topics.TellAsync(_job.Id);
        return true;
    }

    private async Task<int> StartStepAsync(string name)
    {
        int index;
        lock (_steps)
        {
            index = _steps.Count;
            if (index < MaxSteps) _steps.Add(new JobStep(Cut(name), JobStatus.Running, _clock.Now(), null, null));
        }
        await WriteAsync();
        return index;
    }

    private async Task EndStepAsync(int index, JobStatus status, string? message)
    {
        lock (_steps)
            if (index < _steps.Count) _steps[index] = _steps[index] with { Status = status, EndedAt = _clock.Now(), Message = message is null ? null : Cut(message) };
        await WriteAsync();
    }

    private async Task WriteAsync()
    {
        await _writing.WaitAsync();
        try
        {
            var (steps, done, total) = (StepsJson(), _done, _total);
            await using var db = await _databases.CreateDbContextAsync();
            await Mine(db).ExecuteUpdateAsync(set => set.SetProperty(j => j.StepsJson, steps).SetProperty(j => j.ProgressDone, done).SetProperty(j => j.ProgressTotal, total));
        }
        finally
        {
            _writing.Release();
        }
        await _topics.TellAsync(_job.Id);
    }

    /// <summary>The row of the job, while this run counts.</summary>
    internal IQueryable<OperationJob> Mine(KernelDb db) => db.Jobs.Where(j => j.Id == _job.Id && j.LeaseOwner == _owner && j.Status == JobStatus.Running);

    private string StepsJson()
    {
        lock (_steps) return JsonSerializer.Serialize(_steps, OperationJob.Json);
    }

    internal static string? ResultJson(object? result) => result is null ? null : JsonSerializer.Serialize(result, OperationJob.Json);

    private static string Cut(string text) => text.Length <= OperationJob.MaxMessageLength ? text : text[..(OperationJob.MaxMessageLength - 1)] + "…";
}
