using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Deletion;

/// <summary>Removes what is left of an app, once those who had it installed could be told. The row itself stays, so that its slug does.</summary>
public sealed record RemoveApp(Guid AppId)
{
    internal static readonly JobKind Kind = new("integrations.removeApp") { Resumes = true, ReadCapability = "integrations:read", ManageCapability = "integrations:admin" };
}

internal sealed class RemoveAppJob(IDbContextFactory<IntegrationsDb> contexts, TimeProvider clock) : IJobHandler<RemoveApp>
{
    public async Task<object?> RunAsync(RemoveApp payload, JobRun run, CancellationToken ct)
    {
        var now = clock.Now();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.AppSecrets.Where(secret => secret.AppId == payload.AppId).ExecuteDeleteAsync(ct);
        await db.Avatars.Where(avatar => avatar.AppId == payload.AppId).ExecuteDeleteAsync(ct);
        await db.AppComponents.Where(component => component.AppId == payload.AppId).ExecuteDeleteAsync(ct);
        await db.Problems.Where(problem => problem.AppId == payload.AppId).ExecuteDeleteAsync(ct);
        await db.AppBreakers.Where(breaker => breaker.AppId == payload.AppId).ExecuteDeleteAsync(ct);
        // Last, so that a run that was broken off starts over.
        await db.Apps.Where(app => app.Id == payload.AppId && app.Status == AppStatus.DeletionInProgress).ExecuteUpdateAsync(set => set.SetProperty(app => app.DeletedAt, now), ct);
        return null;
    }
}
