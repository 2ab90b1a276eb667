using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Signatures;

[QueryType]
public static partial class PublisherKeyQueries
{
    /// <summary>The keys whose signatures the caller's organization trusts, by name.</summary>
    /// <param name="includeRevoked">Whether to list those that it trusts no more as well.</param>
    [Authorize("catalog:read")]
    [UsePaging(IncludeTotalCount = true)]
    public static IQueryable<PublisherKey> GetPublisherKeys(CatalogDb db, Actor actor, bool includeRevoked = false)
    {
        var organization = actor.OrganizationId;
        return db.PublisherKeys.AsNoTracking().Where(key => key.OrganizationId == organization && (includeRevoked || key.RevokedAt == null)).OrderBy(key => key.Name).ThenBy(key => key.Id);
    }
}
