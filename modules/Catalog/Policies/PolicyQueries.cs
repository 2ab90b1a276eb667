using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Catalog.Policies;

[QueryType]
public static partial class PolicyQueries
{
    /// <summary>What the caller's organization allows to be installed and done.</summary>
    [Authorize("catalog:read")]
    public static Task<Policy> GetPolicyAsync(CatalogDb db, Actor actor, CatalogOptions options, TimeProvider clock, CancellationToken ct) =>
        db.PolicyAsync(actor, options, clock, ct);
}

[ObjectType<Policy>]
public static partial class PolicyNode
{
    /// <summary>Changes whenever the policy does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent] Policy policy) => policy.Etag;
}
