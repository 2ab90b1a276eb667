using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity.Tokens;

[QueryType]
public static partial class TokenQueries
{
    /// <summary>The organization's bearer tokens, revoked and expired ones too. Secrets are never shown again.</summary>
    [Authorize("tokens:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<AccessToken> GetTokens(KernelDb db, Actor actor) =>
        db.AccessTokens.AsNoTracking().Where(t => t.OrganizationId == actor.OrganizationId);
}
