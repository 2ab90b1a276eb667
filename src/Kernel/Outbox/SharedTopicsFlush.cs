#if OWN_ENGINE
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Tells other hosts the last of what this one had to say, once nothing of it works any more.</summary>
internal sealed class SharedTopicsFlush(SharedTopics topics) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => topics.FlushAsync(cancellationToken);
}
#endif
