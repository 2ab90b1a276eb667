using System.Runtime.CompilerServices;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Repositories;

[SubscriptionType]
public static partial class SourceSubscriptions
{
    /// <summary>A followed repository of the organization came, changed its status, got new files or could not, or went.</summary>
    /// <param name="id">Only about this record.</param>
    [Authorize("sources:read")]
    [Subscribe(With = nameof(SubscribeToRepositoryStatusAsync))]
    public static RepositoryStatusChanged OnRepositoryStatus([EventMessage] RepositoryStatusChanged change, [ID<SourceRepository>] Guid? id) => change;

    public static async IAsyncEnumerable<RepositoryStatusChanged> SubscribeToRepositoryStatusAsync(
        [ID<SourceRepository>] Guid? id, Actor actor, ITopicEventReceiver receiver, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = await receiver.SubscribeAsync<RepositoryStatusChanged>(SourceEventTypes.StatusTopic(actor.OrganizationId), ct);
        await using var closing = stream.ConfigureAwait(false);
        await foreach (var change in stream.ReadEventsAsync().WithCancellation(ct))
            if (id is null || change.RepositoryId == id) yield return change;
    }
}

[ObjectType<RepositoryStatusChanged>]
public static partial class RepositoryStatusChangedNode
{
    /// <summary>The record as it is now; null when it is gone.</summary>
    public static Task<SourceRepository?> GetRepositoryAsync([Parent] RepositoryStatusChanged change, ISourceRepositoryByKeyDataLoader repositories, CancellationToken ct) =>
        repositories.LoadAsync(change.RepositoryId, ct);
}
