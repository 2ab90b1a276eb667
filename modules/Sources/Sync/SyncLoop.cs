using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>Looks now and then for syncs that are to be tried again.</summary>
internal sealed class SyncLoop(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, TimeProvider clock, ILogger<SyncLoop> log) : PeriodicService(LookEvery, clock, log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Asks for all that are due.</summary>
    /// <returns>How many repositories.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            var now = Clock.Now();
            await using (var db = await contexts.CreateDbContextAsync(ct))
            {
                if (!await db.Repositories.AnyAsync(r => r.Status == RepositoryStatus.Active && r.NextSyncAt <= now, ct)
                    && !await db.ServiceProgress.AnyAsync(p => p.NextTryAt <= now && db.Repositories.Any(r => r.Id == p.RepositoryId && r.Status == RepositoryStatus.Active), ct)) return total;
            }
            await using var scope = scopes.CreateAsyncScope();
            var found = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RequestDueSyncs(), ct);
            total += found;
            if (found < RequestDueSyncs.MaxRepositories) return total;
        }
    }

    protected override string Work => "Looking for due syncs";

    protected override bool StartsAtOnce => false;

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);
}
