using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>Takes over what a vendor answered about a linked issue of which it had told.</summary>
/// <param name="Id">The linked issue.</param>
/// <param name="OrganizationId">Whose it is.</param>
/// <param name="Key">What people call it, for the audit.</param>
/// <param name="Lease">What the asking host had written as its date; another one means that there is news since.</param>
internal sealed record NoteRemoteIssue(Guid Id, Guid OrganizationId, string Key, DateTimeOffset Lease) : ICommand<bool>
{
    /// <summary>What the vendor answered; null when it did not.</summary>
    public RemoteIssue? Remote { get; init; }

    /// <summary>What was wrong, when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>When to ask again; null not before the vendor tells of it anew.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    string ICommand.AuditTarget => Key;

    Guid? ICommand.AuditOrganization => OrganizationId;
}

internal sealed class NoteRemoteIssueHandler(IntegrationsDb db, UnitOfWork work, TimeProvider clock) : IRequestHandler<NoteRemoteIssue, bool>
{
    public async Task<bool> Handle(NoteRemoteIssue request, CancellationToken ct)
    {
        await db.LockAsync($"integrations:issue:{request.Id:N}", ct);
        if (await db.ExternalIssues.FirstOrDefaultAsync(i => i.Id == request.Id, ct) is not { } issue) return false;
        var now = clock.Now();
        if (request.Remote is { } remote)
        {
            if (remote.Key != issue.Key && !await db.ExternalIssues.AnyAsync(i => i.IntegrationId == issue.IntegrationId && i.Resource == issue.Resource && i.Key == remote.Key, ct)) issue.Rename(remote.Key);
            foreach (var action in issue.Take(remote, now)) work.AfterCommit(issue.Event(action, now));
        }
        else
        {
            issue.Missed(request.Error!);
        }
        // Not by the row's own date, which an event may move at any time.
        await db.ExternalIssues.Where(i => i.Id == request.Id && i.SyncDueAt == request.Lease).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.SyncDueAt, request.RetryAt).SetProperty(i => i.SyncAttempts, i => request.RetryAt == null ? 0 : i.SyncAttempts + 1), ct);
        return true;
    }
}
