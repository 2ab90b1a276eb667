using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Pagination;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Paging;

public sealed class PagingArgumentTests
{
    [QueryType]
    public static class Numbers
    {
        [UsePaging(IncludeTotalCount = true, MaxPageSize = 5, DefaultPageSize = 20)]
        public static IEnumerable<int> GetNumbers() => Enumerable.Range(0, 12);

        [UsePaging(RequirePagingBoundaries = true, AllowBackwardPagination = false)]
        public static IEnumerable<int> GetStrictNumbers() => Enumerable.Range(0, 12);

        [UseOffsetPaging(RequirePagingBoundaries = true)]
        public static IEnumerable<int> GetSegments() => Enumerable.Range(0, 12);
    }

    private static Graph Make() => Graph.Of(g => g.AddQueryType().AddTypes(typeof(Numbers)));

    [Theory]
    [InlineData("numbers", "0,1,2,3,4", true, false)]
    [InlineData("numbers(first:0)", "", true, false)]
    [InlineData("numbers(first:5, after:\"OQ==\")", "10,11", false, true)]
    [InlineData("numbers(first:5, after:\"OTk5\")", "", false, true)]
    [InlineData("numbers(last:3)", "9,10,11", false, true)]
    [InlineData("numbers(last:3, before:\"Mg==\")", "0,1", true, false)]
    [InlineData("numbers(last:3, before:\"MA==\")", "", true, false)]
    [InlineData("numbers(first:4, last:2)", "2,3", true, true)]
    [InlineData("numbers(first:3, after:\"MQ==\", before:\"NA==\")", "2,3", true, true)]
    public async Task A_list_in_memory_is_paged_by_position(string field, string nodes, bool hasNext, bool hasPrevious)
    {
        await using var graph = Make();
        var page = (await graph.DataAsync($"{{ {field} {{ nodes totalCount pageInfo {{ hasNextPage hasPreviousPage }} }} }}")).GetProperty("numbers");
        Assert.Equal(nodes, string.Join(',', page.GetProperty("nodes").EnumerateArray()));
        Assert.Equal(12, page.GetProperty("totalCount").GetInt32());
        Assert.Equal(hasNext, page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.Equal(hasPrevious, page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());
    }

    [Theory]
    [InlineData("last:2, before:\"OTk5\"", "[\"3.0.0\",\"4.0.0\"]", false, true)]
    [InlineData("last:2, before:\"NA==\"", "[\"3.0.0\",\"4.0.0\"]", false, true)]
    [InlineData("last:9, before:\"OTk5\"", "[\"1.0.0\",\"2.0.0\",\"3.0.0\",\"4.0.0\"]", false, false)]
    [InlineData("last:2, before:\"Mg==\"", "[\"1.0.0\",\"2.0.0\"]", true, false)]
    [InlineData("last:2, after:\"Mg==\", before:\"OTk5\"", "[\"4.0.0\"]", false, true)]
    public async Task A_position_that_the_list_no_longer_has_is_its_end(string arguments, string versions, bool hasNext, bool hasPrevious)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddQueryableCursorPagingProvider(defaultProvider: true));
        var page = (await graph.DataAsync($"{{ pluginVersions(where:{{pluginId:{{eq:\"plg-00010\"}}}}, {arguments}) {{ nodes {{ version }} pageInfo {{ hasNextPage hasPreviousPage }} }} }}")).GetProperty("pluginVersions");
        Assert.Equal(versions, $"[{string.Join(',', page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("version").GetRawText()))}]");
        Assert.Equal(hasNext, page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.Equal(hasPrevious, page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());
    }

    [Theory]
    [InlineData("numbers(first:6) { nodes }", "HC0051", "\"fieldCoordinate\":\"Query.numbers\",\"requestedItems\":6,\"maxAllowedItems\":5", "The maximum allowed items per page were exceeded.")]
    [InlineData("numbers(last:2147483647) { nodes }", "HC0051", "\"fieldCoordinate\":\"Query.numbers\",\"requestedItems\":2147483647,\"maxAllowedItems\":5", "The maximum allowed items per page were exceeded.")]
    [InlineData("numbers(last:-1) { nodes }", "HC0079", "\"fieldCoordinate\":\"Query.numbers\",\"requestedItems\":-1", "The requested number of values per page must be at least 0.")]
    [InlineData("strictNumbers { nodes }", "HC0052", "\"fieldCoordinate\":\"Query.strictNumbers\"", "You must provide a `first` value to properly paginate the `Query.strictNumbers`.")]
    [InlineData("segments { items }", "HC0052", "\"fieldCoordinate\":\"Query.segments\"", "You must provide a `take` value to properly paginate the `Query.segments`.")]
    [InlineData("segments(take:51) { items }", "HC0051", "\"fieldCoordinate\":\"Query.segments\",\"requestedItems\":51,\"maxAllowedItems\":50", "The maximum allowed items per page were exceeded.")]
    [InlineData("segments(skip:-1, take:1) { items }", "HC0079", "\"fieldCoordinate\":\"Query.segments\",\"requestedItems\":-1", "The argument `skip` must be at least 0.")]
    public async Task A_wrong_size_is_named(string field, string code, string extensions, string message)
    {
        await using var graph = Make();
        var name = field[..field.IndexOfAny(['(', ' '])];
        Assert.Equal(
            $$$"""{"errors":[{"message":"{{{message}}}","locations":[{"line":1,"column":3}],"path":["{{{name}}}"],"extensions":{"code":"{{{code}}}",{{{extensions}}}}}],"data":{"{{{name}}}":null}}""",
            await graph.RunAsync($"{{ {field} }}"));
    }

    // So that a page of a thousand is refused for its size, not for its cost.
    [Theory]
    [InlineData("numbers", 5)]
    [InlineData("segments", 50)]
    public async Task A_page_costs_no_more_than_the_largest_one_that_there_is(string field, int max)
    {
        await using var graph = Make();
        Assert.Equal(max, graph.Schema.QueryType.FindField(field)!.Features.Get<CostAnalysis.ListSizeLimit>()!.Max);
    }

    [Fact]
    public async Task Without_backward_paging_there_are_no_backward_arguments()
    {
        await using var graph = Make();
        Assert.Equal(["first", "after"], graph.Schema.QueryType.FindField("strictNumbers")!.Arguments.Select(a => a.Name));
        Assert.Equal("""{"data":{"strictNumbers":{"nodes":[1,2]}}}""", await graph.RunAsync("""{ strictNumbers(first:2, after:"MA==") { nodes } }"""));
    }

    [Theory]
    [InlineData(typeof(ProjectionAbovePaging), "UsePaging stands below UseProjection")]
    [InlineData(typeof(SortingAboveFiltering), "UseFiltering stands below UseSorting")]
    public void Attributes_in_an_order_that_does_not_work_are_refused(Type type, string message)
    {
        var error = Assert.Throws<SchemaException>(() => Graph.Of(g => g.AddQueryType().AddTypes(type)));
        Assert.Equal("HC0050", Assert.Single(error.Errors).Code);
        Assert.Contains(message, error.Message);
    }

    [QueryType]
    public static class ProjectionAbovePaging
    {
        [UseProjection]
        [UsePaging]
        public static IQueryable<PluginVersion> GetVersions() => Array.Empty<PluginVersion>().AsQueryable();
    }

    [QueryType]
    public static class SortingAboveFiltering
    {
        [UseSorting]
        [UseFiltering]
        public static IQueryable<PluginVersion> GetVersions() => Array.Empty<PluginVersion>().AsQueryable();
    }
}
