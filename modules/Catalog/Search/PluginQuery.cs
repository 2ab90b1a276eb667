using System.Text.Json;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Search;

[QueryType]
public static partial class PluginQueryField
{
    /// <summary>
    /// Plugins of all enabled repositories in the key, value, operator language of the repository plugin API. What cannot be answered is an error
    /// with a code: <c>REQUIRED_PARAMETER</c>, <c>KEY_UNKNOWN</c>, <c>OPERATOR_INVALID</c>, <c>VALUE_INVALID</c>, <c>LIST_REQUIRED</c>, <c>LIST_REFUSED</c>,
    /// <c>REGEX_INVALID</c>, <c>LIMIT_EXCEEDED</c>.
    /// </summary>
    /// <param name="input">Conditions, order, page and fields.</param>
    /// <param name="repositoryId">Only those of one repository; an error if there is none of this id.</param>
    [Authorize("catalog:read")]
    public static async Task<PluginQueryResult> GetPluginQueryAsync(ResourceQuery input, string? repositoryId, CatalogDb db, CancellationToken ct)
    {
        if (repositoryId is not null)
            await db.RequireRepositoryAsync(repositoryId, ct);
        return new PluginQueryResult(input, repositoryId);
    }
}

/// <summary>The answer to a resource query. Each part is asked for only when it is selected.</summary>
public sealed class PluginQueryResult
{
    private readonly ResourceQuery _query;
    private readonly string? _repositoryId;

    internal PluginQueryResult(ResourceQuery query, string? repositoryId) => (_query, _repositoryId) = (query, repositoryId);

    /// <summary>The plugins of the page, whatever the query says about fields and lists; empty when only their number is asked for. At most 10,000.</summary>
    public Task<IReadOnlyList<Plugin>> GetResultsAsync(CatalogDb db, CancellationToken ct) => ResourceQueryRefusal.AskAsync(async () =>
        _query.CountOnly == true ? [] : (await Source(db).ToResourcesAsync(PluginFields.All, _query with { Unwind = null }, count: false, ct)).Results);

    /// <summary>
    /// The page as objects: with the fields that <c>only</c> names, the seven that identify a plugin with <c>minimal</c>, else all; one for each element with
    /// <c>unwind</c>.
    /// </summary>
    public Task<IReadOnlyList<JsonElement>> GetRowsAsync(CatalogDb db, CancellationToken ct) => ResourceQueryRefusal.AskAsync(async () =>
        Rows.Of((await Source(db).ToResourceRowsAsync(PluginFields.All, _query, count: false, ct)).Results));

    /// <summary>How many there are without paging.</summary>
    public Task<int> GetTotalCountAsync(CatalogDb db, CancellationToken ct) => ResourceQueryRefusal.AskAsync(async () =>
        (await Source(db).ToResourceRowsAsync(PluginFields.All, _query with { CountOnly = true }, count: true, ct)).TotalCount!.Value);

    private IQueryable<Plugin> Source(CatalogDb db) => db.Plugins.AsNoTracking().Listed(_repositoryId);
}
