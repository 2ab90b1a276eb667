using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.DocIntegrations;

[QueryType]
public static partial class DocIntegrationQueries
{
    /// <summary>Integrations that are only documented here, by name unless another order is given; drafts to the server's staff alone.</summary>
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<DocIntegration> GetDocIntegrations(IntegrationsDb db, Actor actor) => db.DocIntegrations.AsNoTracking().VisibleTo(actor).OrderBy(doc => doc.Name).ThenBy(doc => doc.Id);

    internal static IQueryable<DocIntegration> VisibleTo(this IQueryable<DocIntegration> docs, Actor actor)
    {
        var staff = actor.IsStaff();
        return docs.Where(doc => staff || !doc.IsDraft);
    }
}

[ObjectType<DocIntegration>]
public static partial class DocIntegrationNode
{
    [NodeResolver]
    public static async Task<DocIntegration?> GetDocIntegrationAsync(Guid id, IntegrationsDb db, Actor actor, CancellationToken ct) =>
        await db.DocIntegrations.AsNoTracking().VisibleTo(actor).FirstOrDefaultAsync(doc => doc.Id == id, ct);

    /// <summary>What it adds to the product.</summary>
    public static IReadOnlyList<AppFeatureKind> GetFeatures([Parent(requires: nameof(DocIntegration.Features))] DocIntegration doc) =>
        [.. doc.Features.Select(name => Enum.Parse<AppFeatureKind>(name.Replace("_", ""), ignoreCase: true))];

    /// <summary>More links.</summary>
    public static IReadOnlyList<DocResource> GetResources([Parent(requires: nameof(DocIntegration.Resources))] DocIntegration doc) => doc.Resources;

    /// <summary>Changes whenever it does; see <c>expectedEtag</c>.</summary>
    public static string GetEtag([Parent(requires: $"{nameof(DocIntegration.Id)} {nameof(DocIntegration.Revision)}")] DocIntegration doc) => doc.Etag;
}
