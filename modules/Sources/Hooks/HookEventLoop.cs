using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Matches hook events for as long as the host runs: when it is told of one, and now and then for those of other hosts and of before.</summary>
internal sealed partial class HookEventLoop(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, SourcesOptions options, TimeProvider clock, ILogger<HookEventLoop> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Says that there is an event.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>Matches all that wait.</summary>
    /// <returns>How many events there were.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (!await db.HookEvents.AnyAsync(e => e.Status == HookEventStatus.Received, ct)) return total;
            await using var scope = scopes.CreateAsyncScope();
            total += await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new MatchHookEvents(), ct);
        }
    }

    /// <summary>Removes events that are older than the settings say.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveOldAsync(CancellationToken ct)
    {
        var before = clock.Now() - options.HookRetention;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.HookEvents.Where(e => e.ReceivedAt < before).ExecuteDeleteAsync(ct);
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                await _wake.WaitAsync(LookEvery, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailure(e);
                await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Hook events cannot be matched; it is tried again")]
    private partial void LogFailure(Exception exception);
}
