using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Deletion;

/// <summary>Removes what is left of an installation, once the app has had time to be told.</summary>
public sealed record RemoveInstallation(Guid InstallationId)
{
    internal static readonly JobKind Kind = new("integrations.removeInstallation") { Resumes = true, ReadCapability = "integrations:read", ManageCapability = "integrations:admin" };
}

internal sealed class RemoveInstallationJob(IDbContextFactory<IntegrationsDb> contexts, TimeProvider clock) : IJobHandler<RemoveInstallation>
{
    // Nothing that anybody could see: the change was made and audited when the app was uninstalled.
    public async Task<object?> RunAsync(RemoveInstallation payload, JobRun run, CancellationToken ct)
    {
        var now = clock.Now();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.WebhookTopics.Where(t => db.Webhooks.Any(w => w.Id == t.SubscriptionId && w.InstallationId == payload.InstallationId)).ExecuteDeleteAsync(ct);
        await db.Webhooks.Where(w => w.InstallationId == payload.InstallationId && w.DeletedAt == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.DeletedAt, now), ct);
        await db.Installations.Where(i => i.Id == payload.InstallationId && i.Status == AppInstallationStatus.PendingDeletion).ExecuteDeleteAsync(ct);
        return null;
    }
}
