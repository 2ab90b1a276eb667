using GraphQLPlugins.Engine.Data.Prepared;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Types;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Prepared;

[Collection("Counters")]
public sealed class PreparedQueryTests
{
    [Fact]
    public async Task Each_use_has_its_own_arguments()
    {
        await using var graph = await OnPostgresAsync();
        foreach (var n in new[] { "00007", "00008", "00007" })
        {
            var data = await graph.DataAsync($$"""{ preparedPlugin(id: "plg-{{n}}") { name } }""");
            Assert.Equal($"Plugin {n}", data.GetProperty("preparedPlugin").GetProperty("name").GetString());
        }
        Assert.Equal("""{"data":{"preparedPlugin":null}}""", await graph.RunAsync("""{ preparedPlugin(id: "none") { name } }"""));
    }

    [Fact]
    public async Task Uses_over_other_rows_are_not_taken_for_each_other()
    {
        await using var graph = await OnPostgresAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("""{"data":{"preparedPlugin":{"name":"Plugin 00001"}}}""", await graph.RunAsync("""{ preparedPlugin(id: "plg-00001") { name } }"""));
            Assert.Equal("""{"data":{"preparedPlugin":null}}""", await graph.RunAsync("""{ preparedPlugin(id: "plg-00001", provider: "aws") { name } }"""));
            Assert.Equal("""{"data":{"preparedPlugin":{"name":"Plugin 00001"}}}""", await graph.RunAsync("""{ preparedPlugin(id: "plg-00001", provider: "on-prem") { name } }"""));
        }
    }

    // The test for null is made before the statement, so the two kinds of use have two statements.
    [Fact]
    public async Task Arguments_that_change_the_statement_do()
    {
        await using var graph = await OnPostgresAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(5000, await CountAsync(graph, "{ preparedPlugins { totalCount } }"));
            Assert.Equal(1250, await CountAsync(graph, "{ preparedPlugins(state: ACTIVE) { totalCount } }"));
            Assert.Equal(1250, await CountAsync(graph, "{ preparedPlugins(state: DRAFT) { totalCount } }"));
        }
    }

    [Fact]
    public async Task A_known_use_builds_nothing()
    {
        await using var graph = await OnPostgresAsync();
        for (var i = 0; i < 2; i++) await graph.DataAsync($$"""{ preparedPlugin(id: "plg-0000{{i}}") { name } }""");
        var (built, matched) = (DataCounters.QueriesBuilt, DataCounters.Uncached);
        for (var i = 2; i < 10; i++) await graph.DataAsync($$"""{ preparedPlugin(id: "plg-0000{{i}}") { name } }""");
        Assert.Equal((built, matched), (DataCounters.QueriesBuilt, DataCounters.Uncached));
    }

    [Fact]
    public async Task Arguments_that_are_computed_together_and_variables_around_the_query_are_read()
    {
        await using var graph = await OnPostgresAsync();
        foreach (var n in new[] { "00001", "00002", "00003" })
        {
            var data = await graph.DataAsync($$"""{ preparedJoined(from: "plg-", to: "{{n}}") { name } preparedAround(to: "{{n}}") { name } }""");
            Assert.Equal($"Plugin {n}", data.GetProperty("preparedJoined").GetProperty("name").GetString());
            Assert.Equal($"Plugin {n}", data.GetProperty("preparedAround").GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task A_use_is_an_ordinary_query()
    {
        await using var graph = await OnPostgresAsync();
        Assert.Equal("Plugin 00003, Plugin 00002", await graph.WithDbAsync(async db =>
        {
            var two = PreparedPlugins.Within.Over(db.Plugins, new Span("plg-00002", "plg-00003"));
            var names = await two.OrderByDescending(plugin => plugin.Id).Select(plugin => plugin.Name).ToListAsync();
            Assert.Equal(2, await two.CountAsync());
            Assert.Equal(["plg-00002", "plg-00003"], (await two.ToListAsync()).Select(plugin => plugin.Id).Order());
            Assert.Equal(2, two.AsEnumerable().Count());
            return string.Join(", ", names);
        }));
        var listed = PreparedPlugins.Within.Over(new[] { Plugin.Make("a", "A"), Plugin.Make("c", "C") }.AsQueryable(), new Span("b", "d"));
        Assert.Equal(["C"], listed.Select(plugin => plugin.Name));
    }

    private static Task<Graph> OnPostgresAsync() => Graph.OnPostgresAsync(graph => graph.AddTypes(typeof(PreparedPlugins)));

    private static async Task<int> CountAsync(Graph graph, string document) => (await graph.DataAsync(document)).GetProperty("preparedPlugins").GetProperty("totalCount").GetInt32();
}

public sealed record Span(string From, string To);

[QueryType]
public static class PreparedPlugins
{
    public static readonly PreparedQuery<Plugin, Span> Within = new((plugins, span) => plugins.Where(p => p.Id.CompareTo(span.From) >= 0 && p.Id.CompareTo(span.To) <= 0));

    private static readonly PreparedQuery<Plugin, string> ById = new((plugins, id) => plugins.AsNoTracking().Where(p => p.Id == id));

    private static readonly PreparedQuery<Plugin, PluginState?> InState = new((plugins, state) => plugins.AsNoTracking().Where(p => state == null || p.State == state).OrderBy(p => p.Name));

    private static readonly PreparedQuery<Plugin, Span> Joined = new((plugins, span) => plugins.AsNoTracking().Where(p => p.Id == string.Concat(span.From, span.To)));

    private static readonly PreparedQuery<Plugin, string> Around = Starting("plg-");

    [UseFirstOrDefault]
    public static IQueryable<Plugin> GetPreparedJoined(string from, string to, PluginDb db) => Joined.Over(db.Plugins, new Span(from, to));

    [UseFirstOrDefault]
    public static IQueryable<Plugin> GetPreparedAround(string to, PluginDb db) => Around.Over(db.Plugins, to);

    private static PreparedQuery<Plugin, string> Starting(string start) => new((plugins, to) => plugins.AsNoTracking().Where(p => p.Id == string.Concat(start, to)));

    [UseFirstOrDefault]
    public static IQueryable<Plugin> GetPreparedPlugin(string id, string? provider, PluginDb db) =>
        ById.Over(provider is null ? db.Plugins : db.Plugins.Where(p => p.Provider == provider), id);

    [UsePaging(IncludeTotalCount = true)]
    public static IQueryable<Plugin> GetPreparedPlugins(PluginState? state, PluginDb db) => InState.Over(db.Plugins, state);
}
