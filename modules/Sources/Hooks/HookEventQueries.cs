using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Hooks;

[QueryType]
public static partial class HookEventQueries
{
    /// <summary>What sources told the organization by their hooks, newest first unless another order is given.</summary>
    [Authorize("sources:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<HookEvent> GetHookEvents(SourcesDb db, Actor actor) =>
        db.HookEvents.AsNoTracking().Where(told => told.OrganizationId == actor.OrganizationId).OrderByDescending(told => told.ReceivedAt).ThenByDescending(told => told.Id);
}

[ObjectType<HookEvent>]
[Authorize("sources:read")]
public static partial class HookEventNode
{
    [NodeResolver]
    public static async Task<HookEvent?> GetHookEventAsync(Guid id, Actor actor, IHookEventByKeyDataLoader events, CancellationToken ct) =>
        await events.LoadAsync(id, ct) is { } told && told.OrganizationId == actor.OrganizationId ? told : null;

    /// <summary>The body as it came.</summary>
    public static JsonElement GetPayload([Parent] HookEvent told) => told.Payload();

    /// <summary>The repositories that it led to a sync of; those that are gone are left out.</summary>
    public static async Task<IReadOnlyList<SourceRepository>> GetMatchedAsync([Parent] HookEvent told, ISourceRepositoryByKeyDataLoader repositories, CancellationToken ct) =>
        [.. (await repositories.LoadAsync(told.MatchedKeys, ct)).OfType<SourceRepository>()];
}

public static partial class HookEventLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, HookEvent>> GetHookEventByKeyAsync(IReadOnlyList<Guid> keys, IDbContextFactory<SourcesDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.HookEvents.Where(told => keys.Contains(told.Id)).ToDictionaryAsync(told => told.Id, ct);
    }
}

[SubscriptionType]
public static partial class HookSubscriptions
{
    /// <summary>A source told the organization something, and it is known for which repositories.</summary>
    /// <param name="provider">Only of this source.</param>
    /// <param name="repoId">Only about this repository.</param>
    [Authorize("sources:read")]
    [Subscribe(With = nameof(SubscribeToHookEventsAsync))]
    public static Task<HookEvent?> OnHookEventAsync([EventMessage] Guid told, string? provider, string? repoId, IHookEventByKeyDataLoader events, CancellationToken ct) => events.LoadAsync(told, ct);

    public static async IAsyncEnumerable<Guid> SubscribeToHookEventsAsync(
        string? provider, string? repoId, Actor actor, ITopicEventReceiver receiver, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = await receiver.SubscribeAsync<HookEventMatched>(SourceEventTypes.HookTopic(actor.OrganizationId), ct);
        await using var closing = stream.ConfigureAwait(false);
        await foreach (var told in stream.ReadEventsAsync().WithCancellation(ct))
            if ((provider is null || told.Provider == provider) && (repoId is null || told.RepoId == repoId)) yield return told.EventId;
    }
}
