namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>A job changed; those who are told read it.</summary>
/// <param name="JobId">Which one.</param>
public sealed record JobChanged(Guid JobId);

/// <summary>Tells those who watch a job, on every host.</summary>
internal sealed class JobTopics(ITopicEventSender sender)
{
    public static string Of(Guid jobId) => $"kernel.job.{jobId:N}";

    public ValueTask TellAsync(Guid jobId) => sender.SendAsync(Of(jobId), new JobChanged(jobId));
}
