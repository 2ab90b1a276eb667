using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Repositories.Activation;

/// <summary>All steps of an activation are behind.</summary>
internal sealed record CompleteActivation(Guid Id) : ICommand<bool>;

/// <summary>An activation was undone; nothing is left of it.</summary>
internal sealed record CancelActivation(Guid Id, string Code, string Message) : ICommand<bool>;

/// <summary>A removal begins.</summary>
internal sealed record BeginRemoval(Guid Id) : ICommand<bool>;

/// <summary>A removal failed before anything was lost.</summary>
internal sealed record CancelRemoval(Guid Id, string Code, string Message) : ICommand<bool>;

/// <summary>Nothing but the record is left.</summary>
internal sealed record CompleteRemoval(Guid Id) : ICommand<bool>;

/// <summary>Another host takes over what a dead one had begun; false when one was faster.</summary>
internal sealed record TakeOverRepository(Guid Id) : ICommand<bool>;

internal sealed class ActivationEndsHandler(SourcesDb db, UnitOfWork work, IEnumerable<ISyncTrigger> triggers, TimeProvider clock) :
    IRequestHandler<CompleteActivation, bool>, IRequestHandler<CancelActivation, bool>, IRequestHandler<BeginRemoval, bool>, IRequestHandler<CancelRemoval, bool>,
    IRequestHandler<CompleteRemoval, bool>, IRequestHandler<TakeOverRepository, bool>
{
    private readonly DateTimeOffset _now = clock.Now();

    public async Task<bool> Handle(CompleteActivation request, CancellationToken ct)
    {
        if (await FindAsync(request.Id, ct) is not { } repository) return false;
        repository.CompleteActivation(_now);
        foreach (var trigger in triggers) await trigger.RequestAsync([repository], SyncReason.Initial, null, ct);
        work.AfterCommit(repository.Event(_now));
        return true;
    }

    public async Task<bool> Handle(CancelActivation request, CancellationToken ct)
    {
        if (await FindAsync(request.Id, ct) is not { } repository) return false;
        repository.Failed(request.Code, request.Message, _now);
        await DropHookAsync(repository, ct);
        if (repository.WasHidden) repository.Hide(_now);
        else db.Remove(repository);
        work.AfterCommit(repository.Event(_now, removed: repository.Status is not RepositoryStatus.Hidden));
        return true;
    }

    public Task<bool> Handle(BeginRemoval request, CancellationToken ct) => ChangeAsync(request.Id, r =>
    {
        // A host that takes over finds it begun.
        if (r.Status is not RepositoryStatus.DeletionInProgress) r.BeginRemoval(_now);
    }, ct);

    public Task<bool> Handle(CancelRemoval request, CancellationToken ct) => ChangeAsync(request.Id, r => r.CancelRemoval(request.Code, request.Message, _now), ct);

    public async Task<bool> Handle(CompleteRemoval request, CancellationToken ct)
    {
        if (await FindAsync(request.Id, ct) is not { } repository) return false;
        await DropHookAsync(repository, ct);
        db.Remove(repository);
        work.AfterCommit(repository.Event(_now, removed: true));
        return true;
    }

    public async Task<bool> Handle(TakeOverRepository request, CancellationToken ct)
    {
        await db.LockAsync($"sources:lease:{request.Id:N}", ct);
        if (await FindAsync(request.Id, ct) is not { LeaseUntil: { } until } repository || until >= _now) return false;
        repository.TakeOver(_now);
        return true;
    }

    /// <summary>A hook that could not be removed at its source, where it may stay: nothing that it sends is taken any more.</summary>
    private async Task DropHookAsync(SourceRepository repository, CancellationToken ct)
    {
        if (repository.HookKey is not { } id) return;
        await db.LockAsync(SourceHook.LockOf(repository), ct);
        if (await db.Hooks.FirstOrDefaultAsync(h => h.Id == id, ct) is { RepoId.Length: > 0 } hook && !await db.Repositories.AnyAsync(r => r.HookKey == id && r.Id != repository.Id, ct)) db.Remove(hook);
    }

    private async Task<bool> ChangeAsync(Guid id, Action<SourceRepository> change, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } repository) return false;
        change(repository);
        work.AfterCommit(repository.Event(_now));
        return true;
    }

    private Task<SourceRepository?> FindAsync(Guid id, CancellationToken ct) => db.Repositories.FirstOrDefaultAsync(r => r.Id == id, ct);
}
