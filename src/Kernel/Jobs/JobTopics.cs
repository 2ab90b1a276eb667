using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>A job changed; those who are told read it.</summary>
/// <param name="JobId">Which one.</param>
public sealed record JobChanged(Guid JobId);

/// <summary>Tells those who watch a job. Hosts without a graph have nobody to tell.</summary>
internal sealed class JobTopics(IServiceProvider services)
{
    public static string Of(Guid jobId) => $"kernel.job.{jobId:N}";

    public async ValueTask TellAsync(Guid jobId)
    {
        if (services.GetService<ITopicEventSender>() is { } sender) await sender.SendAsync(Of(jobId), new JobChanged(jobId));
    }
}
