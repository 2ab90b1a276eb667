using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Kernel.Jobs;

public sealed record RetryJob(Guid JobId) : ICommand<OperationJob>
{
    string? ICommand.AuditTarget => $"OperationJob:{JobId}";
}

[MutationType]
public static partial class RetryJobMutation
{
    /// <summary>Lets a failed job run again, as whoever first asked for it.</summary>
    [Error<JobNotFoundException>, Error<JobStateInvalidException>, Error<ForbiddenException>]
    public static Task<OperationJob> RetryJobAsync([ID<OperationJob>] Guid jobId, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RetryJob(jobId), ct);
}

internal sealed class RetryJobHandler(KernelDb db, JobAccess access, UnitOfWork work, TimeProvider clock) : IRequestHandler<RetryJob, OperationJob>
{
    public async Task<OperationJob> Handle(RetryJob request, CancellationToken ct)
    {
        await db.LockJobAsync(request.JobId, ct);
        var job = await access.RequireAsync(db, request.JobId, ct);
        job.Retry(clock.Now());
        work.SignalAfterCommit(Signal.Jobs);
        work.AfterCommit(new JobSteered(job.Id));
        return job;
    }
}
