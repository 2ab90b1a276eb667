using System.Text.Json;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Paging;

/// <summary>Now is the instant of each request. A cursor is a place in the order, whatever the filter lets through, so that time may pass between two pages.</summary>
public sealed class RelativeTimePagingTests
{
    // Plugin n was made n times ten minutes ago, less five.
    private const string Aged = "delete from plugin_versions; delete from plugins where id > 'plg-00030'; update plugins set created_at = now() - right(id, 5)::int * interval '10 minutes' + interval '5 minutes'";

    // An hour later, everything is an hour older.
    private const string AnHourLater = "update plugins set created_at = created_at - interval '1 hour'";

    [Fact]
    public async Task What_has_grown_too_old_is_left_out_of_later_pages_and_nothing_else()
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddExtendedFiltering());
        await graph.ExecuteAsync(Aged);
        var first = await PageAsync(graph, "first:5", "gte:\"now-3h\"");
        Assert.Equal((Enumerable.Range(1, 5), 18), (first.Plugins, first.Total), Same);

        await graph.ExecuteAsync(AnHourLater);

        var second = await PageAsync(graph, $"first:5, after:\"{first.End}\"", "gte:\"now-3h\"");
        var third = await PageAsync(graph, $"first:5, after:\"{second.End}\"", "gte:\"now-3h\"");
        Assert.Equal((Enumerable.Range(6, 5), 12), (second.Plugins, second.Total), Same);
        Assert.Equal((Enumerable.Range(11, 2), 12), (third.Plugins, third.Total), Same);
        Assert.False(third.HasNext);
    }

    [Fact]
    public async Task What_has_grown_old_enough_is_on_the_page_where_it_belongs_and_nothing_comes_twice()
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddExtendedFiltering());
        await graph.ExecuteAsync(Aged);
        var first = await PageAsync(graph, "first:5", "lt:\"now-1h\"");
        Assert.Equal((Enumerable.Range(7, 5), 24), (first.Plugins, first.Total), Same);

        await graph.ExecuteAsync(AnHourLater);

        var rest = await PageAsync(graph, $"first:50, after:\"{first.End}\"", "lt:\"now-1h\"");
        Assert.Equal((Enumerable.Range(12, 19), 30), (rest.Plugins, rest.Total), Same);
        var before = await PageAsync(graph, $"last:50, before:\"{first.Start}\"", "lt:\"now-1h\"");
        Assert.Equal((Enumerable.Range(1, 6), 30), (before.Plugins, before.Total), Same);
    }

    private static bool Same((IEnumerable<int> Plugins, int Total) expected, (IEnumerable<int> Plugins, int Total) actual) => expected.Plugins.SequenceEqual(actual.Plugins) && expected.Total == actual.Total;

    private static async Task<(IEnumerable<int> Plugins, int Total, string? Start, string? End, bool HasNext)> PageAsync(Graph graph, string page, string relative)
    {
        var plugins = (await graph.DataAsync(
            "{ plugins(" + page + ", where:{createdAt:{relative:{" + relative + "}}}, order:[{name:ASC}]) { nodes { name } totalCount pageInfo { startCursor endCursor hasNextPage } } }")).GetProperty("plugins");
        var info = plugins.GetProperty("pageInfo");
        return ([.. plugins.GetProperty("nodes").EnumerateArray().Select(node => int.Parse(node.GetProperty("name").GetString()![^5..]))], plugins.GetProperty("totalCount").GetInt32(),
            info.GetProperty("startCursor").GetString(), info.GetProperty("endCursor").GetString(), info.GetProperty("hasNextPage").GetBoolean());
    }
}
