using System.Collections.Concurrent;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>A remote repository and how its server answered when it was last asked.</summary>
internal sealed record RemoteState(Repository Repository, RemoteStatus Status);

/// <summary>
/// Knows which remote repositories there are and how they do. Every list asks this, so the answer is remembered for some seconds;
/// what this host changes itself is known at once.
/// </summary>
internal sealed class RemoteHealth(IDbContextFactory<CatalogDb> contexts, IServiceScopeFactory scopes, CatalogOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, (RepositoryReach Reach, DateTimeOffset At)> _noted = new();
    private (IReadOnlyList<RemoteState> Remotes, DateTimeOffset Until)? _known;

    /// <summary>The enabled ones, in the order in which they are asked.</summary>
    public ValueTask<IReadOnlyList<RemoteState>> RemotesAsync(CancellationToken ct) =>
        _known is { } known && known.Until > clock.GetUtcNow() ? new(known.Remotes) : ReadAsync(ct);

    /// <summary>Warns of those that an answer may lack, or show as they were.</summary>
    public async ValueTask WarnAsync(string? repositoryId, IResolverContext context, CancellationToken ct)
    {
        var remotes = await RemotesAsync(ct);
        if (remotes.Count == 0)
            return;
        var warnings = new Warnings();
        foreach (var remote in remotes)
            if (repositoryId is null || remote.Repository.RepositoryId == repositoryId)
                Warn(remote, warnings);
        warnings.Tell(context);
    }

    /// <summary>What is read of the repositories is forgotten.</summary>
    public void Forget() => _known = null;

    public Task AnsweredAsync(Repository repository, TimeSpan latency, CancellationToken ct) => NoteAsync(repository, status => status.Answered(latency, clock.Now()), RepositoryReach.Up, ct);

    public Task FailedAsync(Repository repository, string error, CancellationToken ct) => NoteAsync(repository, status => status.Failed(error, clock.Now()), RepositoryReach.Down, ct);

    internal void Warn(RemoteState remote, Warnings warnings)
    {
        var (repository, status) = remote;
        var shown = repository.LastSyncAt is { } at ? $"Its entries are shown as they were on {at:yyyy-MM-dd'T'HH:mm:ss'Z'}." : "None of its entries are shown.";
        if (status.Reach == RepositoryReach.Down)
            warnings.Add("UPSTREAM_UNAVAILABLE", $"{status.LastError} {shown}", repository.RepositoryId);
        else if (repository.IsOutdated(options, clock.Now()))
            warnings.Add("REPOSITORY_STALE", $"The repository '{repository.Name}' was not synchronised lately. {shown}", repository.RepositoryId);
    }

    /// <summary>Every answer is noted, but written only when it says something new, or some seconds after the last.</summary>
    private async Task NoteAsync(Repository repository, Action<RemoteStatus> note, RepositoryReach reach, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_noted.TryGetValue(repository.Id, out var last) && last.Reach == reach && reach == RepositoryReach.Up && last.At + TimeSpan.FromSeconds(5) > now)
            return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.RepositoryStatuses.AsTracking().FirstOrDefaultAsync(status => status.RepositoryKey == repository.Id, ct) is not { } status)
            return;
        var before = status.Reach;
        note(status);
        await db.SaveChangesAsync(ct);
        _noted[repository.Id] = (reach, now);
        Forget();
        if (before == status.Reach)
            return;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(new RemoteStatusChanged(repository.RepositoryId, status.Reach == RepositoryReach.Up, clock.Now()), ct);
    }

    private async ValueTask<IReadOnlyList<RemoteState>> ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var remotes = await db.Repositories.Where(repository => repository.Type == RepositoryType.Remote && repository.State == RepositoryState.Enabled && repository.DeletedAt == null)
            .Join(db.RepositoryStatuses, repository => repository.Id, status => status.RepositoryKey, (repository, status) => new { repository, status })
            .OrderBy(pair => pair.repository.Priority).ThenBy(pair => pair.repository.Name)
            .ToListAsync(ct);
        IReadOnlyList<RemoteState> states = [.. remotes.Select(pair => new RemoteState(pair.repository, pair.status))];
        _known = (states, clock.GetUtcNow() + Memory);
        return states;
    }
}

/// <summary>A change of repositories on this host is seen at once.</summary>
internal sealed class ForgetRemotes(RemoteHealth health) : INotificationHandler<CatalogChanged>
{
    public Task Handle(CatalogChanged notification, CancellationToken cancellationToken)
    {
        if (notification.PluginId is null)
            health.Forget();
        return Task.CompletedTask;
    }
}
