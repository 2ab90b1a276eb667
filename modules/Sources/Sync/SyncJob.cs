using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Services;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>
/// Brings a repository's copy up to date and gives its services what they lack (R10). All that is to be done is found out from the copy and from what is
/// remembered of each service, so that a run may stop anywhere and begin again.
/// </summary>
internal sealed class SyncJob(Mirrors mirrors, ServiceRound services, IDbContextFactory<SourcesDb> contexts, IMediator mediator) : IJobHandler<SyncRepository>
{
    private const int MaxAttempts = 5;
    private const int MaxNames = 100;

    public async Task<object?> RunAsync(SyncRepository payload, JobRun run, CancellationToken ct)
    {
        if (!mirrors.IsEnabled) return Skipped(payload, "This server copies no repositories (Sources:Mirrors:Enabled).");
        if (await FindAsync(payload, ct) is not { } repository) return Skipped(payload, "The repository is not active any more.");
        SyncNote note;
        SyncRefs refs = null!;
        try
        {
            await run.StepAsync("fetch", async () => refs = SyncRefs.Of(await mirrors.UpdateAsync(repository, ct)));
            note = await SendAsync(new NoteSync(repository.OrganizationId, repository.Id, payload.Reason, refs), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            await SendAsync(NoteSyncFailure.Of(repository, e), ct);
            throw;
        }
        // What changed while the copy was fetched, such as another service, counts already.
        if (await FindAsync(payload, ct) is not { } current) return Skipped(payload, "The repository was deactivated meanwhile.");
        var tallies = await services.RunAsync(current, refs, run, ct);
        return new SyncResult(payload.Reason.ToString().ToUpperInvariant(), null, [.. note.Branches.Take(MaxNames)], [.. note.Tags.Take(MaxNames)], tallies);
    }

    /// <summary>One that is disabled is tried when somebody asks for it.</summary>
    private async Task<SourceRepository?> FindAsync(SyncRepository payload, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.FirstOrDefaultAsync(r => r.Id == payload.RepositoryId
            && (r.Status == RepositoryStatus.Active || (r.Status == RepositoryStatus.Disabled && payload.Reason == SyncReason.Manual)), ct);
    }

    /// <summary>A record that somebody else changes at the same moment is read again.</summary>
    private async Task<T> SendAsync<T>(IRequest<T> command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await mediator.Send(command, ct);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), ct);
            }
        }
    }

    private static SyncResult Skipped(SyncRepository payload, string why) => new(payload.Reason.ToString().ToUpperInvariant(), why, [], [], []);
}
