using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Engine.Configuration;

/// <summary>Builds a schema before the host takes requests, and runs a small document so that the way of a request is compiled.</summary>
internal sealed class ExecutorWarmup(string schemaName, IRequestExecutorResolver executors, Func<IRequestExecutor, CancellationToken, Task>? warmup) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var executor = await executors.GetRequestExecutorAsync(schemaName, cancellationToken).ConfigureAwait(false);
        if (warmup is not null)
        {
            await warmup(executor, cancellationToken).ConfigureAwait(false);
            return;
        }
        await using var result = await executor.ExecuteAsync("{ __typename }", cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
