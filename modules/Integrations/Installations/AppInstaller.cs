using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Deletion;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.Webhooks;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>Puts apps into organizations and takes them out; several commands do.</summary>
internal sealed class AppInstaller(IntegrationsDb db, Actor actor, AppCaller caller, UnitOfWork work, JobQueue jobs, IntegrationsOptions options, AppWebhooks webhooks, TimeProvider clock)
{
    /// <summary>Installs an app in the caller's organization. The caller of this holds the app's lock, so there is one installation at most.</summary>
    public async Task<InstallAppPayload> InstallAsync(App app, CancellationToken ct)
    {
        var existing = await db.Installations.FirstOrDefaultAsync(
            i => i.AppId == app.Id && i.OrganizationId == actor.OrganizationId && i.Status != AppInstallationStatus.PendingDeletion, ct);
        if (existing is not null)
            return new InstallAppPayload(existing, null);
        var now = clock.Now();
        var installation = new AppInstallation(app, actor.OrganizationId, actor.Name, now);
        db.Add(installation);
        db.Add(new InstallationEvent(app.Id, true, now));
        webhooks.Add(app, installation);
        work.AfterCommit(installation.Event(app, AppInstallationAction.Created, caller.AsEventActor(), now));
        // Internal apps get their tokens from their owner.
        if (app.IsInternal)
            return new InstallAppPayload(installation, null);
        var code = SecretBox.Generate();
        db.Add(new AppGrant(installation.Id, AccessToken.HashOf(code), now + options.GrantLifetime));
        return new InstallAppPayload(installation, code);
    }

    /// <summary>Takes an installation out of use; its tokens and its code are worth nothing from then on.</summary>
    public async Task UninstallAsync(AppInstallation installation, App app, CancellationToken ct)
    {
        var now = clock.Now();
        if (!installation.Uninstall(now))
            return;
        db.Add(new InstallationEvent(app.Id, false, now));
        await webhooks.EndAsync(installation, ct);
        db.RemoveRange(await db.Grants.Where(grant => grant.InstallationId == installation.Id).ToListAsync(ct));
        db.RemoveRange(await db.Tokens.Where(token => token.InstallationId == installation.Id).ToListAsync(ct));
        await jobs.EnqueueAsync(new RemoveInstallation(installation.Id), new JobRequest { Target = app.Slug, DueAt = now + options.DeletionDelay }, ct);
        work.AfterCommit(new TokensChanged());
        work.AfterCommit(installation.Event(app, AppInstallationAction.Deleted, caller.AsEventActor(), now));
    }
}
