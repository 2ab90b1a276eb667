using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.OneOff;

/// <summary>The one-off sources of an organization.</summary>
internal sealed class OneOffSources(IDbContextFactory<SourcesDb> contexts)
{
    public async Task<IReadOnlyList<ISourceProvider>> AllAsync(Guid organizationId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.OneOffSources.Where(s => s.OrganizationId == organizationId).ToListAsync(ct)).Select(s => s.AsProvider())];
    }

    public async Task<ISourceProvider?> FindAsync(Guid organizationId, string name, CancellationToken ct)
    {
        if (name.Length > SourcesDb.MaxNameLength || name.Contains('\0')) return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.OneOffSources.FirstOrDefaultAsync(s => s.OrganizationId == organizationId && s.Name == name, ct))?.AsProvider();
    }
}
