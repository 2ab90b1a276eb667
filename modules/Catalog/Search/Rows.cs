using System.Text.Json;

namespace GraphQLPlugins.Catalog.Search;

/// <summary>Rows of named values as the graph gives them.</summary>
internal static class Rows
{
    public static IReadOnlyList<JsonElement> Of(IReadOnlyList<ResourceRow> rows) => [.. rows.Select(row => JsonSerializer.SerializeToElement(row))];
}
