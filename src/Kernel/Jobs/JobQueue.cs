using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>What else may be said of a job that is asked for.</summary>
public sealed record JobRequest
{
    /// <summary>What it is done to, for people; at most 400 characters.</summary>
    public string? Target { get; init; }

    /// <summary>Jobs of the organization with the same key run one after the other; at most 255 characters.</summary>
    public string? SerialKey { get; init; }

    /// <summary>Whether a job of this kind and serial key that still waits stands for this one too, whatever its payload.</summary>
    public bool Coalesce { get; init; }

    /// <summary>Whoever asks again with the same key gets the first job; at most 255 characters.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>From when on it may run; null at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Who is behind the job instead of whoever asks: somebody who wanted it done when the time comes; its organization is the job's.</summary>
    public Delegation? OnBehalfOf { get; init; }

    /// <summary>Whose job it is, when the system itself asks; null, and for everybody else, the organization of whoever asks.</summary>
    public Guid? OrganizationId { get; init; }
}

/// <summary>Takes jobs, inside a command's transaction: the job is there if and only if the command commits.</summary>
public sealed class JobQueue
{
    private readonly KernelDb _db;
    private readonly UnitOfWork _work;
    private readonly Actor _actor;
    private readonly JobKinds _kinds;
    private readonly JobOptions _options;
    private readonly TimeProvider _clock;

    internal JobQueue(KernelDb db, UnitOfWork work, Actor actor, JobKinds kinds, JobOptions options, TimeProvider clock) =>
        (_db, _work, _actor, _kinds, _options, _clock) = (db, work, actor, kinds, options, clock);

    /// <summary>Asks for a job of the kind that takes this payload, on behalf of whoever sent the command.</summary>
    /// <returns>The job; with a coalescing or idempotent request maybe one that was there before.</returns>
    /// <exception cref="JobQueueFullException">Too many jobs of the organization wait.</exception>
    public async Task<OperationJob> EnqueueAsync<TPayload>(TPayload payload, JobRequest? request, CancellationToken ct)
    {
        if (!_work.IsOpen) throw new InvalidOperationException("Jobs are asked for inside a command.");
        request ??= new JobRequest();
        var kind = _kinds.KindFor(typeof(TPayload));
        var organization = request.OnBehalfOf?.OrganizationId ?? (request.OrganizationId is { } named && _actor.IsSystem ? named : _actor.OrganizationId);
        if (await ExistingAsync(organization, kind, request, ct) is { } existing) return existing;
        if (await _db.Jobs.CountAsync(j => j.OrganizationId == organization && j.Status == JobStatus.Queued, ct) >= _options.MaxQueued)
            throw new JobQueueFullException(_options.MaxQueued);
        var job = new OperationJob(kind, JsonSerializer.Serialize(payload, OperationJob.Json), request, organization, _actor, _clock.Now());
        _db.Jobs.Add(job);
        _work.SignalAfterCommit(Signal.Jobs);
        return job;
    }

    private async Task<OperationJob?> ExistingAsync(Guid organization, JobKind kind, JobRequest request, CancellationToken ct)
    {
        if (request.IdempotencyKey is { } key)
        {
            await _db.LockAsync($"kernel:job:{organization}:{kind.Name}:{key}", ct);
            if (await _db.Jobs.SingleOrDefaultAsync(j => j.OrganizationId == organization && j.Kind == kind.Name && j.IdempotencyKey == key, ct) is { } same) return same;
        }
        if (request is not { Coalesce: true, SerialKey: { } serialKey }) return null;
        // One that this command has asked for already is not in the table yet.
        var asked = _db.ChangeTracker.Entries<OperationJob>().Where(e => e.State is EntityState.Added).Select(e => e.Entity);
        if (asked.FirstOrDefault(j => j.OrganizationId == organization && j.Kind == kind.Name && j.SerialKey == serialKey) is { } own) return own;
        await _db.LockAsync($"kernel:jobs:{organization}:{kind.Name}:{serialKey}", ct);
        return await _db.WaitingJobAsync(organization, kind.Name, serialKey, ct);
    }
}
