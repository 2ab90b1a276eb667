using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Applies what vendors told, for as long as the host runs.</summary>
internal sealed class VendorEventLoop(IServiceScopeFactory scopes, IDbContextFactory<IntegrationsDb> contexts, IntegrationsOptions options, TimeProvider clock, ILogger<VendorEventLoop> log)
    : WokenService(LookEvery, clock, log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override string Work => "Applying what vendors told";

    /// <summary>Applies all that waits.</summary>
    /// <returns>How many events there were.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            if (!await db.IntegrationEvents.AnyAsync(e => e.Status == IntegrationEventStatus.Received, ct)) return total;
            await using var scope = scopes.CreateAsyncScope();
            total += await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ApplyVendorEvents(), ct);
        }
    }

    /// <summary>Removes events that are older than the settings say.</summary>
    public async Task RemoveOldAsync(CancellationToken ct)
    {
        var before = Clock.Now() - options.HookRetention;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.IntegrationEvents.Where(e => e.ReceivedAt < before).ExecuteDeleteAsync(ct);
    }

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);
}
