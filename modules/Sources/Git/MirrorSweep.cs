using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Removes what processes that died have left in the folder of copies.</summary>
internal sealed class MirrorSweep(MirrorFolder folder, IDbContextFactory<SourcesDb> contexts, TimeProvider clock)
{
    /// <summary>Looks once.</summary>
    /// <returns>How many folders went.</returns>
    public Task<int> RunOnceAsync(CancellationToken ct) => folder.SweepAsync(async ids =>
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToHashSetAsync(ct);
    }, clock, ct);
}
