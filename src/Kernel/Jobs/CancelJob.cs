using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Kernel.Jobs;

public sealed record CancelJob(Guid JobId) : ICommand<OperationJob>
{
    string? ICommand.AuditTarget => $"OperationJob:{JobId}";
}

[MutationType]
public static partial class CancelJobMutation
{
    /// <summary>Cancels a job: one that waits at once, one that runs as soon as it notices. What it has done so far stands.</summary>
    [Error<JobNotFoundException>, Error<JobStateInvalidException>, Error<ForbiddenException>]
    public static Task<OperationJob> CancelJobAsync([ID<OperationJob>] Guid jobId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CancelJob(jobId), ct);
}

internal sealed class CancelJobHandler(KernelDb db, JobAccess access, UnitOfWork work, TimeProvider clock) : IRequestHandler<CancelJob, OperationJob>
{
    public async Task<OperationJob> Handle(CancelJob request, CancellationToken ct)
    {
        await db.LockJobAsync(request.JobId, ct);
        var job = await access.RequireAsync(db, request.JobId, ct);
        job.Cancel(clock.Now());
        work.SignalAfterCommit(Signal.Jobs);
        work.AfterCommit(new JobSteered(job.Id));
        return job;
    }
}

/// <summary>Somebody retried or cancelled a job.</summary>
internal sealed record JobSteered(Guid JobId) : INotification;

internal sealed class TellJobWatchers(JobTopics topics) : INotificationHandler<JobSteered>
{
    public async Task Handle(JobSteered notification, CancellationToken cancellationToken) => await topics.TellAsync(notification.JobId);
}
