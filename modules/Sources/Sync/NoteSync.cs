using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Publishing;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>A repository's copy is up to date.</summary>
internal sealed record NoteSync(Guid OrganizationId, Guid Id, SyncReason Reason, SyncRefs Refs) : ICommand<SyncNote>
{
    string ICommand.AuditTarget => Id.ToString();

    Guid? ICommand.AuditOrganization => OrganizationId;
}

/// <summary>What the sync found changed since the last one.</summary>
/// <param name="Branches">Branches that moved, came or went, by name.</param>
/// <param name="Tags">Tags that came or moved, by name.</param>
/// <param name="IsFirst">Whether there was no sync before.</param>
internal sealed record SyncNote(IReadOnlyList<string> Branches, IReadOnlyList<string> Tags, bool IsFirst);

internal sealed class NoteSyncHandler(SourcesDb db, UnitOfWork work, JobQueue jobs, SourcesOptions options, TimeProvider clock) : IRequestHandler<NoteSync, SyncNote>
{
    public async Task<SyncNote> Handle(NoteSync request, CancellationToken ct)
    {
        var now = clock.Now();
        if (await db.Repositories.FirstOrDefaultAsync(r => r.Id == request.Id, ct) is not { Status: RepositoryStatus.Active or RepositoryStatus.Disabled } repository) return new SyncNote([], [], false);
        var state = await db.SyncStates.FirstOrDefaultAsync(s => s.RepositoryId == request.Id, ct);
        var isFirst = state is null;
        if (state is null) db.Add(state = new SyncState(request.Id));
        var note = new SyncNote(Moved(state.Branches, request.Refs.Branches, alsoGone: true), Moved(state.Tags, request.Refs.Tags, alsoGone: false), isFirst);
        var tells = note.Branches.Count + note.Tags.Count > 0 || (request.Refs.DefaultBranch is { } main && main != repository.DefaultBranch) || repository.LastErrorCode is not null || request.Reason is SyncReason.Manual;
        if (repository.Status is RepositoryStatus.Disabled) repository.Enable(now + options.PollEvery, now);
        repository.Synced(request.Refs.DefaultBranch, now);
        // Tags that were there when it was first synced are history.
        if (!isFirst) await PublishAsync(repository, [.. note.Tags.Union(await RefusedAsync(request, ct)).Select(tag => new TagHead(tag, request.Refs.Tags[tag]))], ct);
        state.See(request.Refs, now);
        if (tells) work.AfterCommit(repository.Event(now));
        return note;
    }

    /// <summary>Asked for with what makes the tags old, so that none is forgotten and none comes twice.</summary>
    private async Task PublishAsync(SourceRepository repository, IReadOnlyList<TagHead> tags, CancellationToken ct)
    {
        if (repository.PublishAs is not { } who) return;
        var globs = repository.Config.PublishOnTag.Select(Glob.Parse).ToList();
        foreach (var some in tags.Where(head => head.Tag.Length <= 255 && globs.Exists(glob => glob.Matches(head.Tag))).Chunk(PublishTags.MaxTags))
            await jobs.EnqueueAsync(new PublishTags(repository.Id, some), SyncRepository.Request(repository) with { Coalesce = false, OnBehalfOf = who }, ct);
    }

    /// <summary>What was refused may be mended by now, such as an image that came later than its tag; somebody who asks wants it tried again.</summary>
    private async Task<List<string>> RefusedAsync(NoteSync request, CancellationToken ct)
    {
        if (request.Reason is not SyncReason.Manual) return [];
        var refused = await db.TagPublications.Where(p => p.RepositoryId == request.Id && p.Status == TagPublicationStatus.Refused).Select(p => p.Tag).Distinct().ToListAsync(ct);
        return [.. refused.Where(request.Refs.Tags.ContainsKey)];
    }

    private static List<string> Moved(Dictionary<string, string> before, IReadOnlyDictionary<string, string> after, bool alsoGone)
    {
        var moved = after.Where(head => before.GetValueOrDefault(head.Key) != head.Value).Select(head => head.Key);
        return [.. (alsoGone ? moved.Concat(before.Keys.Where(name => !after.ContainsKey(name))) : moved).Order(StringComparer.Ordinal)];
    }
}
