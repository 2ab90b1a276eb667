using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Deletion;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Takes an app away.</summary>
public sealed record DeleteApp(string Slug, string? ExpectedEtag, bool DryRun) : ICommand<App>
{
    string? ICommand.AuditTarget => Slug;
}

[MutationType]
public static partial class DeleteAppMutation
{
    /// <summary>Takes an unpublished or internal app away: it is uninstalled everywhere and told so, and its slug stays taken for good.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="expectedEtag">Refuses the change when the app is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("integrations:admin")]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<AppStatusInvalidException>]
    [Error<EtagMismatchException>]
    public static Task<App> DeleteAppAsync(string slug, string? expectedEtag, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new DeleteApp(slug, expectedEtag, dryRun), ct);
}

internal sealed class DeleteAppHandler(AppWriting writing, AppInstaller installer, JobQueue jobs, IntegrationsOptions options, UnitOfWork work) : IRequestHandler<DeleteApp, App>
{
    public async Task<App> Handle(DeleteApp request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var app = await writing.RequireOwnAsync(request.Slug, request.ExpectedEtag, ct);
        foreach (var installation in await writing.Db.Installations.Where(i => i.AppId == app.Id && i.Status != AppInstallationStatus.PendingDeletion).ToListAsync(ct))
            await installer.UninstallAsync(installation, app, ct);
        app.BeginDeletion(writing.Now);
        await jobs.EnqueueAsync(new RemoveApp(app.Id), new JobRequest { Target = app.Slug, DueAt = writing.Now + options.DeletionDelay }, ct);
        return app;
    }
}
