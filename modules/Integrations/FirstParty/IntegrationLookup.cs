using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>Finds integrations of the caller's organization.</summary>
internal sealed class IntegrationLookup(IntegrationsDb db, Actor actor)
{
    /// <exception cref="IntegrationNotFoundException">There is none, or it is another organization's.</exception>
    public async Task<OrganizationIntegration> RequireAsync(Guid id, CancellationToken ct, string argument = "integrationId") =>
        await db.OrganizationIntegrations.Include(i => i.Integration).FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == actor.OrganizationId, ct) ?? throw new IntegrationNotFoundException(argument);

    /// <summary>The same, for a change: waits until no other command changes it.</summary>
    /// <exception cref="IntegrationNotFoundException">There is none, or it is another organization's.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    public async Task<OrganizationIntegration> TakeAsync(Guid id, CancellationToken ct, string argument = "integrationId", string? expectedEtag = null)
    {
        // Writing the row locks it to the end of the transaction, on every database.
        await db.OrganizationIntegrations.Where(i => i.Id == id && i.OrganizationId == actor.OrganizationId).ExecuteUpdateAsync(set => set.SetProperty(i => i.Revision, i => i.Revision), ct);
        var taken = await RequireAsync(id, ct, argument);
        return expectedEtag is null || expectedEtag == taken.Etag ? taken : throw new EtagMismatchException(expectedEtag, taken.Etag);
    }
}
