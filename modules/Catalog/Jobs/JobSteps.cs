using GraphQLPlugins.Kernel.Jobs;

namespace GraphQLPlugins.Catalog.Jobs;

/// <summary>The steps of a command, told to the job that sends it; without a job nobody is told.</summary>
internal sealed class JobSteps(CurrentJob job) : IProgress<long>
{
    private const int Kilobyte = 1024;

    public async Task<T> DoAsync<T>(string name, Func<Task<T>> step)
    {
        if (job.Run is not { } run)
            return await step();
        T answer = default!;
        await run.StepAsync(name, async () => { answer = await step(); });
        return answer;
    }

    /// <summary>Kilobytes of the file that is being fetched.</summary>
    public void Report(long value) => Report((int)Math.Min(value / Kilobyte, int.MaxValue), null);

    /// <summary>How many parts are done.</summary>
    public void Report(int done, int? total) => _ = job.Run?.ReportAsync(done, total);
}
