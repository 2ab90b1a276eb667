using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity;

/// <summary>Who is asking.</summary>
public sealed record Viewer(
    [property: GraphQLDescription("The principal and its token, or anonymous.")] string Name,
    [property: GraphQLDescription("False without a valid token.")] bool IsAuthenticated,
    [property: GraphQLDescription("What the request may do.")] IReadOnlyList<string> Capabilities,
    [property: GraphQLDescription("When the token ends; null never.")] DateTimeOffset? ExpiresAt,
    [property: GraphQLIgnore] Guid OrganizationId);

[QueryType]
public static partial class ViewerQueries
{
    /// <summary>Who is asking, and what they may do.</summary>
    public static Viewer GetViewer(Actor actor) => new(actor.Name, actor.IsAuthenticated, actor.Capabilities.Granted, actor.ExpiresAt, actor.OrganizationId);
}

[ObjectType<Viewer>]
public static partial class ViewerNode
{
    /// <summary>Whose data is seen and changed.</summary>
    public static Task<Organization> GetOrganizationAsync([Parent] Viewer viewer, KernelDb db, CancellationToken ct) =>
        db.Organizations.AsNoTracking().SingleAsync(o => o.Id == viewer.OrganizationId, ct);
}
