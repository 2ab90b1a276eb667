using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Repositories.Activation;

/// <summary>Completes or undoes what a host that died had begun: at the start, and every ten seconds.</summary>
internal sealed class ActivationRecovery(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, ActivationRunner runner, TimeProvider clock, ILogger<ActivationRecovery> log)
    : PeriodicService(Every, clock, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>Looks once.</summary>
    /// <returns>How many repositories were taken over.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var now = Clock.Now();
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

    protected override string Work => "Looking for unfinished activations";

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);

    private async Task<bool> TakeOverAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TakeOverRepository(id), ct);
    }
}
