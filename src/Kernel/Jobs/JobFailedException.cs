namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>A job has changed nothing, and has a result that says more than its error does.</summary>
internal sealed class JobFailedException(JobError error, object? result) : Exception(error.Message)
{
    public JobError Error => error;

    public object? Result => result;
}
