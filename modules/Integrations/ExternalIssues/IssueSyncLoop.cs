using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>Asks vendors for linked issues of which they told that they changed. However many events there were, an issue is asked for as it is now.</summary>
internal sealed class IssueSyncLoop(IServiceScopeFactory scopes, IDbContextFactory<IntegrationsDb> contexts, IntegrationAccesses accesses, TimeProvider clock, ILogger<IssueSyncLoop> log) : WokenService(LookEvery, clock, log)
{
    private const int MaxAttempts = 10;
    private const int MaxAtOnce = 4;
    private const int MaxRound = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);

    // Longer than a vendor may take to answer; a host that dies meanwhile leaves the issue to another one then.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected override string Work => "Following linked issues";

    /// <summary>Asks for all that are due.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            var now = Clock.Now();
            await using var db = await contexts.CreateDbContextAsync(ct);
            var due = await db.ExternalIssues.Where(i => i.SyncDueAt <= now).OrderBy(i => i.SyncDueAt).Take(MaxRound)
                .Select(i => new DueIssue(i.Id, i.OrganizationId, i.IntegrationId, i.Key, i.SyncDueAt!.Value, i.SyncAttempts)).ToListAsync(ct);
            if (due.Count == 0) return total;
            total += due.Count;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = ct }, async (issue, stop) => await FollowAsync(issue, stop));
        }
    }

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);

    private sealed record DueIssue(Guid Id, Guid OrganizationId, Guid IntegrationId, string Key, DateTimeOffset DueAt, int Attempts);

    private async Task FollowAsync(DueIssue issue, CancellationToken ct)
    {
        DateTimeOffset? lease = Clock.Now() + Lease;
        await using (var db = await contexts.CreateDbContextAsync(ct))
            if (await db.ExternalIssues.Where(i => i.Id == issue.Id && i.SyncDueAt == issue.DueAt).ExecuteUpdateAsync(set => set.SetProperty(i => i.SyncDueAt, lease), ct) == 0) return;
        var answer = await AskAsync(issue, lease.Value, ct);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(answer, ct);
    }

    private async Task<NoteRemoteIssue> AskAsync(DueIssue issue, DateTimeOffset lease, CancellationToken ct)
    {
        var note = new NoteRemoteIssue(issue.Id, issue.OrganizationId, issue.Key, lease);
        try
        {
            var usable = await accesses.RequireAsync(issue.IntegrationId, issue.OrganizationId, IntegrationFeature.IssueBasic, ct);
            return await usable.As<IIssueTracker>("issues").FindIssueAsync(usable.Access, issue.Key, ct) is { } remote ? note with { Remote = remote } : note with { Error = new RemoteIssueNotFoundException(issue.Key).Message };
        }
        catch (RefusalException e)
        {
            var wait = (e as ProviderRateLimitedException)?.RetryAt - Clock.Now() ?? TimeSpan.FromTicks(Math.Min(FirstRetry.Ticks << issue.Attempts, LongestRetry.Ticks));
            return note with { Error = e.Message, RetryAt = e.Retryable && issue.Attempts + 1 < MaxAttempts ? Clock.Now() + wait : null };
        }
    }
}
