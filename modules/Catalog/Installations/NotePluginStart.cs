using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Writes down how an installed plugin's start with the host went, where that is news: broken now, or no longer. Error members are null for one that runs.</summary>
internal sealed record NotePluginStart(Guid OrganizationId, Guid InstallationId, string Name, int Generation, string? ErrorCode, string? ErrorMessage) : IRequest<bool>;

internal sealed class NotePluginStartHandler(CatalogDb db, IMediator mediator) : IRequestHandler<NotePluginStart, bool>
{
    public async Task<bool> Handle(NotePluginStart request, CancellationToken ct)
    {
        var expected = request.ErrorCode is null ? InstallationState.Broken : InstallationState.Running;
        return await db.Installations.AsNoTracking().AnyAsync(i => i.Id == request.InstallationId && i.State == expected && i.Generation == request.Generation, ct)
            && await mediator.Send(new ChangePluginHealth(request), ct);
    }
}

/// <summary>The command of it, sent only where something changes, so that nothing else is audited.</summary>
internal sealed record ChangePluginHealth(NotePluginStart Start) : ICommand<bool>
{
    string ICommand.AuditTarget => Start.Name;

    Guid? ICommand.AuditOrganization => Start.OrganizationId;
}

internal sealed class ChangePluginHealthHandler(CatalogDb db, UnitOfWork work, TimeProvider clock) : IRequestHandler<ChangePluginHealth, bool>
{
    public async Task<bool> Handle(ChangePluginHealth request, CancellationToken ct)
    {
        var start = request.Start;
        await db.LockAsync($"installation:{start.OrganizationId:N}:{start.Name}", ct);
        if (await db.Installations.FirstOrDefaultAsync(i => i.Id == start.InstallationId, ct) is not { } installation) return false;
        var now = clock.Now();
        var isNews = start.ErrorCode is { } code ? installation.Break(start.Generation, code, start.ErrorMessage!, now) : installation.Repair(start.Generation, now);
        if (isNews) work.AfterCommit(installation.Event(start.ErrorCode is null ? PluginLifecycleAction.Repaired : PluginLifecycleAction.Broken, now));
        return isNews;
    }
}
