using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>A repository's copy could not be brought up to date.</summary>
internal sealed record NoteSyncFailure(Guid OrganizationId, Guid Id, string Code, string Message, bool Passes, DateTimeOffset? RetryAt) : ICommand<bool>
{
    string ICommand.AuditTarget => Id.ToString();

    Guid? ICommand.AuditOrganization => OrganizationId;

    public static NoteSyncFailure Of(SourceRepository repository, Exception e) => e is RefusalException refusal
        ? new(repository.OrganizationId, repository.Id, refusal.Code, refusal.Message, refusal.Retryable, (e as ProviderRateLimitedException)?.RetryAt)
        : new(repository.OrganizationId, repository.Id, "UNEXPECTED", "Something unexpected happened; the log says more.", true, null);
}

internal sealed class NoteSyncFailureHandler(SourcesDb db, UnitOfWork work, SourcesOptions options, TimeProvider clock) : IRequestHandler<NoteSyncFailure, bool>
{
    /// <summary>So often in a row a source refuses a repository before nobody asks for it any more.</summary>
    private const int MaxRefusals = 5;

    public async Task<bool> Handle(NoteSyncFailure request, CancellationToken ct)
    {
        var now = clock.Now();
        if (await db.Repositories.FirstOrDefaultAsync(r => r.Id == request.Id, ct) is not { Status: RepositoryStatus.Active or RepositoryStatus.Disabled } repository) return false;
        var wait = now + options.Sync.WaitAfter(repository.SyncFailures + 1);
        DateTimeOffset? next = !request.Passes || repository.Status is RepositoryStatus.Disabled ? null : request.RetryAt > wait ? request.RetryAt : wait;
        repository.SyncFailed(request.Code, request.Message, next, now);
        // An outage passes; being refused again and again does not.
        if (!request.Passes && repository is { Status: RepositoryStatus.Active, SyncFailures: >= MaxRefusals }) repository.Disable(request.Code, request.Message, now);
        work.AfterCommit(repository.Event(now));
        return true;
    }
}
