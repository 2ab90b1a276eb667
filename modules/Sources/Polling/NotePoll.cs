using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Polling;

/// <summary>A source was asked for changes of a repository.</summary>
internal sealed record NotePoll(Guid Id, string? Etag, bool Changed, string? ErrorCode, string? ErrorMessage, DateTimeOffset? RetryAt) : ICommand<bool>
{
    public static NotePoll Failure(Guid id, string code, string message, DateTimeOffset? retryAt) => new(id, null, false, code, message, retryAt);
}

internal sealed class NotePollHandler(SourcesDb db, IEnumerable<ISyncTrigger> triggers, UnitOfWork work, SourcesOptions options, TimeProvider clock) : IRequestHandler<NotePoll, bool>
{
    /// <summary>So often in a row a source refuses a repository before nobody asks for it any more.</summary>
    private const int MaxRefusals = 5;

    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(6);

    public async Task<bool> Handle(NotePoll request, CancellationToken ct)
    {
        var now = clock.Now();
        if (await db.Repositories.FirstOrDefaultAsync(r => r.Id == request.Id && r.Status == RepositoryStatus.Active, ct) is not { } repository) return false;
        if (request.ErrorCode is { } code)
        {
            repository.PollFailed(NextAfterFailure(repository.PollFailures, request.RetryAt, now), code, request.ErrorMessage!, now);
            // An outage passes; being refused again and again does not.
            if (code is "REPOSITORY_GONE" or "PROVIDER_UNAUTHORIZED" or "SOURCE_NOT_AUTHENTICATED" && repository.PollFailures >= MaxRefusals)
            {
                repository.Disable(code, request.ErrorMessage!, now);
                work.AfterCommit(repository.Event(now));
            }
            return true;
        }
        repository.Polled(request.Etag, now + options.PollEvery);
        if (request.Changed)
            foreach (var trigger in triggers) await trigger.RequestAsync([repository], SyncReason.Poll, null, ct);
        return true;
    }

    /// <summary>Twice as long each time, and not before the source wants to be asked.</summary>
    private DateTimeOffset NextAfterFailure(int failures, DateTimeOffset? retryAt, DateTimeOffset now)
    {
        var wait = TimeSpan.FromTicks(Math.Min(options.PollEvery.Ticks << Math.Min(failures + 1, 10), Math.Max(MaxWait.Ticks, options.PollEvery.Ticks)));
        return retryAt is { } at && at > now + wait ? at : now + wait;
    }
}
