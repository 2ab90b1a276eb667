using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Matches hook events for as long as the host runs: when it is told of one, and now and then for those of other hosts and of before.</summary>
internal sealed class HookEventLoop(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, SourcesOptions options, TimeProvider clock, ILogger<HookEventLoop> log) : WokenService(LookEvery, clock, log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override string Work => "Matching hook events";

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
        var before = Clock.Now() - options.HookRetention;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.HookEvents.Where(e => e.ReceivedAt < before).ExecuteDeleteAsync(ct);
    }

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);
}
