namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>How far a job or one of its steps is.</summary>
public enum JobStatus
{
    /// <summary>It waits for a host, or for the job before it.</summary>
    Queued,

    /// <summary>A host works on it.</summary>
    Running,

    /// <summary>It did what it was to do.</summary>
    Succeeded,

    /// <summary>It did not; the error says why.</summary>
    Failed,

    /// <summary>Somebody cancelled it before it was done.</summary>
    Cancelled,
}

/// <summary>One step of a job.</summary>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="Status">How far it is.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Message">What went wrong, or what is worth telling; null when there is nothing.</param>
public sealed record JobStep(string Name, JobStatus Status, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Message);

/// <summary>How much of a job is done.</summary>
/// <param name="Done">How many parts.</param>
/// <param name="Total">Of how many; null while that is unknown.</param>
public sealed record JobProgress(int Done, int? Total);

/// <summary>Why a job failed.</summary>
/// <param name="Code">As a word for a program.</param>
/// <param name="Message">In a sentence for a person.</param>
public sealed record JobError(string Code, string Message);
