namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Rows are read whole: entities guard their own state, so they are not made from a part of their columns.</summary>
internal static class QueryContexts
{
    public static QueryContext<T> AllMembers<T>(this QueryContext<T> query) => query with { Selector = null };
}
