using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Tries a hook event no more. The answer is whether it still waited.</summary>
/// <param name="Id">The event.</param>
/// <param name="Reason">What was wrong, in a sentence for the organization.</param>
internal sealed record GiveUpHookEvent(Guid Id, string Reason) : ICommand<bool>
{
    string ICommand.AuditTarget => $"HookEvent:{Id}";
}

internal sealed class GiveUpHookEventHandler(SourcesDb db, TimeProvider clock) : IRequestHandler<GiveUpHookEvent, bool>
{
    public async Task<bool> Handle(GiveUpHookEvent request, CancellationToken ct)
    {
        await db.LockAsync(MatchHookEvents.Lock, ct);
        if (await db.HookEvents.FirstOrDefaultAsync(e => e.Id == request.Id && e.Status == HookEventStatus.Received, ct) is not { } told) return false;
        told.GiveUp(request.Reason, clock.Now());
        return true;
    }
}
