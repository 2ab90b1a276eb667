using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>There is no such job in the caller's organization.</summary>
public sealed class JobNotFoundException() : RefusalException("There is no job with this id.", "jobId");

/// <summary>Only failed jobs are retried, and only jobs that have not ended are cancelled.</summary>
public sealed class JobStateInvalidException(string what, JobStatus status)
    : RefusalException($"The job is {status.ToString().ToUpperInvariant()} and cannot be {what}.", "jobId")
{
    /// <summary>The job's status.</summary>
    public JobStatus Status => status;
}

/// <summary>Too many jobs of the organization wait already.</summary>
public sealed class JobQueueFullException(int maxQueued) : RefusalException($"{maxQueued} jobs wait already, which is the most allowed. Try again when some have run.")
{
    /// <summary>It is only a matter of time.</summary>
    public override bool Retryable => true;
}
