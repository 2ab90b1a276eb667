using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Repositories.Activation;

/// <summary>Completes or undoes what a host that died had begun: at the start, and every ten seconds.</summary>
internal sealed partial class ActivationRecovery(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, ActivationRunner runner, TimeProvider clock, ILogger<ActivationRecovery> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>Looks once.</summary>
    /// <returns>How many repositories were taken over.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var now = clock.Now();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ids = await db.Repositories.Where(r => r.LeaseUntil != null && r.LeaseUntil < now).OrderBy(r => r.LeaseUntil).Select(r => r.Id).Take(100).ToListAsync(ct);
        var taken = 0;
        foreach (var id in ids)
        {
            if (!await TakeOverAsync(id, ct)) continue;
            taken++;
            await runner.ResumeAsync(id, ct);
        }
        return taken;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> TakeOverAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TakeOverRepository(id), ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unfinished activations could not be looked for; it is tried again")]
    private partial void LogFailure(Exception exception);
}
