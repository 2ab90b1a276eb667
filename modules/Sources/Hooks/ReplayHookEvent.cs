using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Lets a hook event be matched once more.</summary>
public sealed record ReplayHookEvent(Guid Id) : ICommand<HookEvent>;

/// <summary>There is no such event in the caller's organization, or not any more.</summary>
public sealed class HookEventNotFoundException() : RefusalException("There is no hook event with this id.", "id");

[MutationType]
public static partial class ReplayHookEventMutation
{
    /// <summary>Lets a hook event be matched once more, with the repositories that are active now. One that was ignored when it came is matched, too.</summary>
    /// <param name="id">The event.</param>
    [Authorize("sources:write")]
    [Error<HookEventNotFoundException>]
    public static Task<HookEvent> ReplayHookEventAsync([ID<HookEvent>] Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReplayHookEvent(id), ct);
}

internal sealed class ReplayHookEventHandler(SourcesDb db, Actor actor, HookEventLoop loop, UnitOfWork work) : IRequestHandler<ReplayHookEvent, HookEvent>
{
    public async Task<HookEvent> Handle(ReplayHookEvent request, CancellationToken ct)
    {
        var told = await db.HookEvents.FirstOrDefaultAsync(e => e.Id == request.Id && e.OrganizationId == actor.OrganizationId, ct) ?? throw new HookEventNotFoundException();
        told.Replay();
        work.WakeAfterCommit(loop);
        return told;
    }
}
