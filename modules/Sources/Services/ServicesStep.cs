using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Repositories.Activation;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Services;

/// <summary>
/// The last step, so that it is undone first: services hear that a repository goes before its hook and its files do (R8). There is nothing to do when one comes:
/// its first sync serves those that it had when it was hidden.
/// </summary>
internal sealed partial class ServicesStep(RepositoryServices services, IDbContextFactory<SourcesDb> contexts, SourcesOptions options, ILogger<ServicesStep> log) : IActivationStep
{
    public Task RunAsync(SourceRepository repository, CancellationToken ct) => Task.CompletedTask;

    public async Task UndoAsync(SourceRepository repository, CancellationToken ct)
    {
        if (repository.Status is not RepositoryStatus.DeletionInProgress) return;
        foreach (var name in repository.ActiveServices) await ReleaseAsync(name, repository.Served, ct);
        // Should the removal fail in a later step, they get all files once more.
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        foreach (var progress in await db.ServiceProgress.Where(p => p.RepositoryId == repository.Id).ToListAsync(ct)) progress.StartOver();
        await db.SaveChangesAsync(ct);
    }

    /// <summary>One that fails, or is not there, does not hold up the removal.</summary>
    private async Task ReleaseAsync(string name, ServedRepository repository, CancellationToken ct)
    {
        try
        {
            if (services.Find(repository.OrganizationId, name) is { } service) await service.ReleaseAsync(repository, ct).WaitAsync(options.Sync.ServiceTime, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailure(e, name, repository.RepositoryId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The service {Service} could not be told that the repository {Id} is removed")]
    private partial void LogFailure(Exception exception, string service, Guid id);
}
