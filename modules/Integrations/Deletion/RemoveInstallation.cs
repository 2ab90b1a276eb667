using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Deletion;

/// <summary>Removes what is left of an installation, once the app has had time to be told.</summary>
public sealed record RemoveInstallation(Guid InstallationId)
{
    internal static readonly JobKind Kind = new("integrations.removeInstallation") { Resumes = true, ReadCapability = "integrations:read", ManageCapability = "integrations:admin" };
}

internal sealed class RemoveInstallationJob(IDbContextFactory<IntegrationsDb> contexts) : IJobHandler<RemoveInstallation>
{
    // One statement, and nothing that anybody could see: the change was made and audited when the app was uninstalled.
    public async Task<object?> RunAsync(RemoveInstallation payload, JobRun run, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Installations.Where(i => i.Id == payload.InstallationId && i.Status == AppInstallationStatus.PendingDeletion).ExecuteDeleteAsync(ct);
        return null;
    }
}
