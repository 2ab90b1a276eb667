using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Policies;

/// <summary>The caller's organization's policy; what the settings say for one that has set nothing.</summary>
internal static class PolicyReader
{
    public static async Task<Policy> PolicyAsync(this CatalogDb db, Actor actor, CatalogOptions options, TimeProvider clock, CancellationToken ct) =>
        await db.Policies.FirstOrDefaultAsync(policy => policy.OrganizationId == actor.OrganizationId, ct)
        ?? Policy.Default(actor.OrganizationId, options.AllowRemoteAdmin, clock.Now());

    /// <summary>The same for what runs before a command's transaction: not tracked, so that the handler reads it again.</summary>
    public static async Task<Policy> PeekPolicyAsync(this CatalogDb db, Actor actor, CatalogOptions options, TimeProvider clock, CancellationToken ct) =>
        await db.Policies.AsNoTracking().FirstOrDefaultAsync(policy => policy.OrganizationId == actor.OrganizationId, ct)
        ?? Policy.Default(actor.OrganizationId, options.AllowRemoteAdmin, clock.Now());
}
