using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Projects;

[QueryType]
public static partial class ProjectPluginQueries
{
    /// <summary>The plugins that a project may configure, by title: those that the organization has installed and the catalog allows (P11, P16).</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="search">Only those that have every one of these words somewhere in id, name, provider, labels or description, whatever their case.</param>
    /// <param name="enabled">Only those that work in the project, or that do not.</param>
    /// <param name="hidden">Only those that are better not shown, or the others.</param>
    [Authorize("options:read")]
    [UsePaging(IncludeTotalCount = true, AllowBackwardPagination = false)]
    public static async Task<Connection<ProjectPlugin>> GetProjectPluginsAsync(
        [ID("Project")] Guid projectId, string? search, bool? enabled, bool? hidden, PagingArguments paging, ProjectPluginList list, CancellationToken ct) =>
        await list.PageAsync(projectId, new ProjectPluginFilter(search, enabled, hidden), paging.First ?? 10, paging.After, ct);

    /// <summary>One plugin as a project may configure it (P17); null when the organization does not have it installed, or the catalog has disabled it (P13).</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="pluginId">The name under which it is installed.</param>
    [Authorize("options:read")]
    public static async Task<ProjectPlugin?> GetProjectPluginAsync([ID("Project")] Guid projectId, string pluginId, InstalledListings installed, ScopeChain scopes, CancellationToken ct)
    {
        await scopes.ResolveAsync(new OptionScopeInput(OptionScopeKind.Project, projectId), ct);
        return await installed.All().FirstOrDefaultAsync(listing => listing.PluginId == pluginId, ct) is { } found ? new ProjectPlugin(projectId, found) : null;
    }
}
