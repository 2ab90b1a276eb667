using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Sync;

/// <summary>What a sync is to do. One that waits stands for all that are asked for meanwhile: what there is to do, it finds out itself.</summary>
internal sealed record SyncRepository(Guid RepositoryId, SyncReason Reason, Guid? HookEventId)
{
    public const string Kind = "sources.sync";

    /// <summary>Everything that is done to one record's files runs one after the other.</summary>
    public static string SerialKey(Guid repositoryId) => $"sources:{repositoryId:N}";

    public static JobRequest Request(SourceRepository repository)
    {
        var target = $"{repository.Provider}:{repository.RepoId}";
        return new JobRequest
        {
            Target = target.Length <= 400 ? target : target[..400], SerialKey = SerialKey(repository.Id), Coalesce = true, OrganizationId = repository.OrganizationId,
        };
    }
}

/// <summary>What a sync did, for whoever reads its job.</summary>
/// <param name="Reason">Why it ran.</param>
/// <param name="Skipped">Why nothing was done; null when it was.</param>
/// <param name="Branches">Branches whose heads moved, came or went.</param>
/// <param name="Tags">Tags that came or moved.</param>
/// <param name="Services">What each service got.</param>
internal sealed record SyncResult(string Reason, string? Skipped, IReadOnlyList<string> Branches, IReadOnlyList<string> Tags, IReadOnlyList<ServiceTally> Services);

/// <summary>What a service got by one sync.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Files">How many files.</param>
/// <param name="ErrorCode">Why it did not take them; null when it did.</param>
internal sealed record ServiceTally(string Service, int Files, string? ErrorCode);
