using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Projections;

public sealed class ProjectionTests
{
    public static TheoryData<string, string> Columns => new()
    {
        { "name", "p.id AS \"Id\", p.name AS \"Name\"" },
        { "__typename", "p.id AS \"Id\"" },
        { "id state @skip(if:true)", "p.id AS \"Id\"" },
        { "... on Plugin { image } ...F", "p.id AS \"Id\", p.image AS \"Image\", p.labels AS \"Labels\"" },
        // The resolver says what it needs.
        { "code", "p.id AS \"Id\"" },
        // The resolver takes the whole parent.
        { "summary", "p.id, p.created_at, p.image, p.labels, p.name, p.provider, p.resource_type, p.state, p.updated_at" },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Only_what_is_read_is_selected(string selection, string columns)
    {
        await using var graph = await Graph.OnPostgresAsync();
        var document = "{ pluginByName(name:\"Plugin 00001\") { " + selection + " } }" + (selection.Contains("...F") ? " fragment F on Plugin { labels }" : "");
        var statement = Assert.Single(await graph.Statements.DuringAsync(() => graph.DataAsync(document)));
        Assert.Equal("SELECT " + columns, statement.Split('\n')[0]);
    }

    [Fact]
    public async Task Lists_of_other_tables_come_with_the_same_statement()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var statement = Assert.Single(await graph.Statements.DuringAsync(() =>
            graph.DataAsync("{ plugins(first:3, order:{name:ASC}) { nodes { name versions { version plugin { provider } } } } }")));
        Assert.Equal(
            """
            SELECT p2.id, p2.name, s."Id", s."Version", s."Id0", s."Provider"
            FROM (
                SELECT p.id, p.name
                FROM plugins AS p
                ORDER BY p.name, p.id
                LIMIT 3
            ) AS p2
            LEFT JOIN (
                SELECT p0.id AS "Id", p0.version AS "Version", p1.id AS "Id0", p1.provider AS "Provider", p0.plugin_id
                FROM plugin_versions AS p0
                INNER JOIN plugins AS p1 ON p0.plugin_id = p1.id
            ) AS s ON p2.id = s.plugin_id
            ORDER BY p2.name, p2.id, s."Id"
            """, statement);
    }

    [Fact]
    public async Task What_is_delivered_later_is_read_at_once()
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.ModifyOptions(o => o.EnableDefer = true));
        var answer = "";
        var statements = await graph.Statements.DuringAsync(async () => answer = await graph.RunAsync(
            "{ plugins(first:1, order:{name:ASC}) { nodes { name ... @defer { provider versions { version } } } ... @defer { totalCount nodes { state } } } }"));
        Assert.Equal(2, statements.Count);
        Assert.Contains("\"provider\":\"on-prem\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"version\":\"1.1.0\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"totalCount\":5000", answer, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"ARCHIVED\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_attribute_only_columns_are_left_out()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var statement = Assert.Single(await graph.Statements.DuringAsync(() => graph.DataAsync("{ newestPlugins(first:1) { nodes { name } } }")));
        Assert.Equal("SELECT p.id AS \"Id\", p.name AS \"Name\"", statement.Split('\n')[0]);
    }

    [Fact]
    public async Task Pages_of_a_query_context_read_what_is_selected()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var statement = Assert.Single(await graph.Statements.DuringAsync(() => graph.DataAsync("{ pluginsKeyset(first:1) { edges { node { provider } } } }")));
        Assert.Equal("SELECT p.id AS \"Id\", p.name AS \"Name\", p.provider AS \"Provider\"", statement.Split('\n')[0]);
    }

    [Fact]
    public async Task More_than_one_item_is_an_error_where_only_one_may_be()
    {
        await using var graph = await Graph.OnPostgresAsync();
        await graph.ExecuteAsync("update plugins set name = 'Twin' where id in ('plg-00001', 'plg-00002')");
        Assert.Equal(
            """{"errors":[{"message":"The query gave more than one item where only one may be.","locations":[{"line":1,"column":3}],"path":["pluginByName"],"extensions":{"code":"HC0022"}}],"data":{"pluginByName":null}}""",
            await graph.RunAsync("""{ pluginByName(name:"Twin") { id } }"""));
        Assert.Equal("""{"data":{"pluginByName":null}}""", await graph.RunAsync("""{ pluginByName(name:"Nobody") { id } }"""));
    }
}
