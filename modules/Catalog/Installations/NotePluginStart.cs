using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Runtime.Hosts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>
/// Draws from how a plugin did on one host, which that host has written down, what it means for the installation: broken when it runs on no host that is
/// there, and no longer broken when it runs on one. Error members are null for one that runs.
/// </summary>
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

/// <summary>The command of it, sent only where something may change, so that nothing else is audited.</summary>
internal sealed record ChangePluginHealth(NotePluginStart Start) : ICommand<bool>
{
    string ICommand.AuditTarget => Start.Name;

    Guid? ICommand.AuditOrganization => Start.OrganizationId;
}

internal sealed class ChangePluginHealthHandler(CatalogDb db, HostReports hosts, UnitOfWork work, TimeProvider clock) : IRequestHandler<ChangePluginHealth, bool>
{
    public async Task<bool> Handle(ChangePluginHealth request, CancellationToken ct)
    {
        var start = request.Start;
        await db.LockInstallationAsync(start.OrganizationId, start.Name, ct);
        if (await db.Installations.FirstOrDefaultAsync(i => i.Id == start.InstallationId, ct) is not { } installation || (start.ErrorCode is not null && await RunsSomewhereAsync(start, ct)))
        {
            work.Rehearse();
            return false;
        }
        var now = clock.Now();
        var isNews = start.ErrorCode is { } code ? installation.Break(start.Generation, code, start.ErrorMessage!, now) : installation.Repair(start.Generation, now);
        if (isNews) work.AfterCommit(installation.Event(start.ErrorCode is null ? PluginLifecycleAction.Repaired : PluginLifecycleAction.Broken, now));
        return isNews;
    }

    private Task<bool> RunsSomewhereAsync(NotePluginStart start, CancellationToken ct)
    {
        var since = hosts.AliveSince;
        return db.HostPlugins.AnyAsync(plugin => plugin.InstallationId == start.InstallationId && plugin.Generation == start.Generation && plugin.State == HostPluginState.Running
            && db.PluginHosts.Any(host => host.Name == plugin.Host && host.SeenAt >= since), ct);
    }
}
