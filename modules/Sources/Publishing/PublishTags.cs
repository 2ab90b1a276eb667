using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using GraphQLPlugins.Sources.Sync;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Publishing;

/// <summary>What is found at some tags is to be published.</summary>
internal sealed record PublishTags(Guid RepositoryId, IReadOnlyList<TagHead> Tags)
{
    public const string Kind = "sources.publish";

    /// <summary>Tags that one job takes.</summary>
    public const int MaxTags = 50;
}

/// <summary>A tag and the commit that it names.</summary>
internal sealed record TagHead(string Tag, string Commit);

/// <summary>How many manifests ended how, for whoever reads the job.</summary>
internal sealed record PublishResult(int Published, int AlreadyThere, int Refused);

/// <summary>
/// Publishes as whoever configured it. Plugins that the catalog does not know are passed over, since a repository is full of manifests of other things;
/// what is refused is remembered with its reason, and holds up nothing.
/// </summary>
internal sealed class PublishTagsJob(PluginDiscovery discovery, SourceVersions versions, IDbContextFactory<SourcesDb> contexts, TimeProvider clock) : IJobHandler<PublishTags>
{
    public async Task<object?> RunAsync(PublishTags payload, JobRun run, CancellationToken ct)
    {
        SourceRepository? repository;
        await using (var db = await contexts.CreateDbContextAsync(ct))
            repository = await db.Repositories.FirstOrDefaultAsync(r => r.Id == payload.RepositoryId && r.Status == RepositoryStatus.Active, ct);
        if (repository is null) return null;
        var statuses = new List<TagPublicationStatus>();
        foreach (var head in payload.Tags)
        {
            await run.StepAsync(head.Tag, async () =>
            {
                var found = await PublishAsync(repository, head, ct);
                statuses.AddRange(found);
                return $"{found.Count} manifests of plugins that the catalog knows";
            });
        }
        return new PublishResult(statuses.Count(s => s is TagPublicationStatus.Published), statuses.Count(s => s is TagPublicationStatus.AlreadyThere), statuses.Count(s => s is TagPublicationStatus.Refused));
    }

    private async Task<List<TagPublicationStatus>> PublishAsync(SourceRepository repository, TagHead head, CancellationToken ct)
    {
        var found = (await discovery.FindAsync(repository, head.Commit, ct)).Where(f => f.PluginId is not null).ToList();
        var known = await versions.KnownAsync([.. found.Select(f => f.PluginId!)], ct);
        var statuses = new List<TagPublicationStatus>();
        // Of several manifests of one plugin the first counts, a plugin.json before others: a project beside it says less.
        foreach (var plugin in found.Where(f => known.Contains(f.PluginId!)).OrderBy(f => f.Kind).ThenBy(f => f.Path, StringComparer.Ordinal).DistinctBy(f => f.PluginId))
        {
            var outcome = await PublishAsync(plugin, head, ct);
            await NoteAsync(repository.Id, head, plugin.Path, outcome, ct);
            statuses.Add(outcome.Status);
        }
        return statuses;
    }

    private async Task<PublicationOutcome> PublishAsync(DiscoveredPlugin plugin, TagHead head, CancellationToken ct)
    {
        var tagged = TagName.VersionOf(head.Tag);
        if ((plugin.Version ?? tagged) is not { } version)
            return PublicationOutcome.Refused(plugin.PluginId, null, "VERSION_MISSING", $"Neither {plugin.Path} nor the tag '{head.Tag}' names a version; name one in the manifest, or in the tag as in v1.2.3.");
        var warning = plugin.Version is not null && tagged is not null && !SourceVersions.AreSame(plugin.Version, tagged) ? $"{plugin.Path} names the version {plugin.Version}, the tag {tagged}; the manifest's was taken." : null;
        try
        {
            var isNew = await versions.PublishAsync(plugin.Manifest!, version, null, ct);
            return new PublicationOutcome(isNew ? TagPublicationStatus.Published : TagPublicationStatus.AlreadyThere, plugin.PluginId, version, warning);
        }
        catch (RefusalException e) when (!e.Retryable)
        {
            return PublicationOutcome.Refused(plugin.PluginId, version, e.Code, e.Message) with { Warning = warning };
        }
    }

    private async Task NoteAsync(Guid repositoryId, TagHead head, string path, PublicationOutcome outcome, CancellationToken ct)
    {
        path = path.Length <= TagPublication.MaxPathLength ? path : path[..TagPublication.MaxPathLength];
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        if (await db.TagPublications.FirstOrDefaultAsync(p => p.RepositoryId == repositoryId && p.Tag == head.Tag && p.Path == path, ct) is not { } row)
            db.Add(row = new TagPublication(repositoryId, head.Tag, path));
        row.End(head.Commit, outcome, clock.Now());
        await db.SaveChangesAsync(ct);
    }
}
