using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Problems;

[QueryType]
public static partial class AppProblemQueries
{
    /// <summary>What apps reported in the caller's organization, the latest first unless another order is given.</summary>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<AppProblem> GetAppProblems(IntegrationsDb db, Actor actor) =>
        db.Problems.AsNoTracking().Where(p => p.OrganizationId == actor.OrganizationId).OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id);
}

[ObjectType<AppProblem>]
public static partial class AppProblemNode
{
    [NodeResolver]
    public static async Task<AppProblem?> GetAppProblemAsync(Guid id, Actor actor, AppCaller caller, IntegrationsDb db, CancellationToken ct)
    {
        var problem = await db.Problems.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.OrganizationId == actor.OrganizationId, ct);
        return problem is not null && (actor.Capabilities.Covers("integrations:read") || caller.AppId == problem.AppId) ? problem : null;
    }

    /// <summary>The app that reported it.</summary>
    public static Task<App> GetAppAsync([Parent(requires: nameof(AppProblem.AppId))] AppProblem problem, IAppByIdDataLoader apps, CancellationToken ct) =>
        apps.LoadRequiredAsync(problem.AppId, ct);
}
