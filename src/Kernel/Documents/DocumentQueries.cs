using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Documents;

[QueryType]
public static partial class DocumentQueries
{
    /// <summary>The documents that clients may run by their ids.</summary>
    [Authorize("documents:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<TrustedDocument> GetTrustedDocuments(KernelDb db) => db.TrustedDocuments.AsNoTracking().OrderBy(d => d.DocumentId);
}
