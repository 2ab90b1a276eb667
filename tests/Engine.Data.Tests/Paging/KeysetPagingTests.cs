using System.Text.Json;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Types.Pagination;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Paging;

public sealed class KeysetPagingTests
{
    public static TheoryData<string, string> Orders => new()
    {
        { "", "id" },
        { "{id:DESC}", "id desc" },
        { "{name:ASC}", "name, id" },
        { "{state:DESC},{name:ASC}", "state desc, name, id" },
        { "{state:ASC},{createdAt:DESC}", "state, created_at desc, id" },
        { "{image:ASC}", "image, id" },
        { "{image:DESC},{provider:ASC}", "image desc, provider, id" },
        { "{provider:ASC},{image:DESC},{updatedAt:ASC}", "provider, image desc, updated_at, id" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_in_both_directions_give_the_whole_list_in_its_order(string order, string sql)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.ModifyPagingOptions(o => o.MaxPageSize = 1_000));
        await graph.ExecuteAsync("delete from plugin_versions; delete from plugins where id > 'plg-00160'");
        var expected = await graph.ReadAsync($"select id from plugins order by {sql}");

        var forward = new List<string>();
        string? cursor = null;
        bool more;
        do
        {
            var page = (await graph.DataAsync($$"""query($c:String){ plugins(first:37, after:$c, order:[{{order}}]) { nodes { code } pageInfo { endCursor hasNextPage hasPreviousPage } } }""",
                JsonSerializer.Serialize(new { c = cursor }))).GetProperty("plugins");
            Assert.Equal(cursor is not null, page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());
            forward.AddRange(page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("code").GetString()!.ToLowerInvariant()));
            cursor = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            more = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean();
        }
        while (more);
        Assert.Equal(expected, forward);

        var backward = new List<string>();
        cursor = null;
        do
        {
            var page = (await graph.DataAsync($$"""query($c:String){ plugins(last:37, before:$c, order:[{{order}}]) { nodes { code } pageInfo { startCursor hasNextPage hasPreviousPage } } }""",
                JsonSerializer.Serialize(new { c = cursor }))).GetProperty("plugins");
            Assert.Equal(cursor is not null, page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
            backward.InsertRange(0, page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("code").GetString()!.ToLowerInvariant()));
            cursor = page.GetProperty("pageInfo").GetProperty("startCursor").GetString();
            more = page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean();
        }
        while (more);
        Assert.Equal(expected, backward);
    }

    [Fact]
    public async Task A_page_stays_where_it_is_when_rows_are_inserted_before_it()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var first = await graph.DataAsync("{ plugins(first:2, order:{name:ASC}) { nodes { name } pageInfo { endCursor } } }");
        await graph.ExecuteAsync("""
            insert into plugins(id,name,state,labels,created_at,updated_at) select 'new-' || i, 'A ' || i, 'Draft', '{}', now(), now() from generate_series(1,5) i
            """);
        var second = await graph.DataAsync($$"""{ plugins(first:2, after:"{{EndCursor(first)}}", order:{name:ASC}) { nodes { name } } }""");
        Assert.Equal("""{"plugins":{"nodes":[{"name":"Plugin 00003"},{"name":"Plugin 00004"}]}}""", second.GetRawText());
    }

    [Fact]
    public async Task Both_cursors_bound_the_page_from_either_end()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var edges = (await graph.DataAsync("{ plugins(first:9, order:{id:ASC}) { edges { cursor } } }")).GetProperty("plugins").GetProperty("edges");
        var (after, before) = (edges[1].GetProperty("cursor").GetString(), edges[7].GetProperty("cursor").GetString());
        var page = "nodes { name } pageInfo { hasNextPage hasPreviousPage }";
        var forward = await graph.DataAsync($$"""{ plugins(first:2, after:"{{after}}", before:"{{before}}", order:{id:ASC}) { {{page}} } }""");
        var backward = await graph.DataAsync($$"""{ plugins(last:2, after:"{{after}}", before:"{{before}}", order:{id:ASC}) { {{page}} } }""");
        var both = await graph.DataAsync($$"""{ plugins(first:4, last:2, after:"{{after}}", before:"{{before}}", order:{id:ASC}) { {{page}} } }""");
        Assert.Equal("""{"plugins":{"nodes":[{"name":"Plugin 00003"},{"name":"Plugin 00004"}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":true}}}""", forward.GetRawText());
        Assert.Equal("""{"plugins":{"nodes":[{"name":"Plugin 00006"},{"name":"Plugin 00007"}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":true}}}""", backward.GetRawText());
        Assert.Equal("""{"plugins":{"nodes":[{"name":"Plugin 00005"},{"name":"Plugin 00006"}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":true}}}""", both.GetRawText());
    }

    [Fact]
    public async Task Rows_are_compared_as_tuples_where_an_index_can_answer()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var first = await graph.DataAsync("{ plugins(first:2, order:[{name:ASC},{createdAt:ASC}]) { nodes { name } pageInfo { endCursor } } }");
        var statements = await graph.Statements.DuringAsync(() => graph.RunAsync(
            $$"""{ plugins(first:2, after:"{{EndCursor(first)}}", order:[{name:ASC},{createdAt:ASC}]) { nodes { name } } }"""));
        Assert.Equal(
            """
            SELECT p.id AS "Id", p.name AS "Name"
            FROM plugins AS p
            WHERE (p.name, p.created_at, p.id) > ($1, $2, $3)
            ORDER BY p.name, p.created_at, p.id
            LIMIT 2
            """, Assert.Single(statements));
    }

    [Fact]
    public async Task A_chain_of_mixed_directions_is_bounded_by_its_first_key()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var first = await graph.DataAsync("{ plugins(first:2, order:[{name:ASC},{createdAt:DESC}]) { nodes { name } pageInfo { endCursor } } }");
        var statements = await graph.Statements.DuringAsync(() => graph.RunAsync(
            $$"""{ plugins(first:2, after:"{{EndCursor(first)}}", order:[{name:ASC},{createdAt:DESC}]) { nodes { name } } }"""));
        Assert.Equal(
            "WHERE p.name >= $1 AND (p.name > $1 OR (p.name = $1 AND (p.created_at < $2 OR (p.created_at = $2 AND p.id > $3))))",
            Assert.Single(statements).Split('\n')[2]);
    }

    [Fact]
    public async Task A_clients_order_replaces_the_servers_default_order()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var newest = await graph.DataAsync("{ newestPlugins(first:2) { nodes { name } } }");
        var named = await graph.DataAsync("{ newestPlugins(first:2, order:{name:ASC}) { nodes { name } } }");
        Assert.Equal("""{"newestPlugins":{"nodes":[{"name":"Plugin 05000"},{"name":"Plugin 04999"}]}}""", newest.GetRawText());
        Assert.Equal("""{"newestPlugins":{"nodes":[{"name":"Plugin 00001"},{"name":"Plugin 00002"}]}}""", named.GetRawText());
    }

    [Fact]
    public async Task The_total_is_counted_only_when_it_is_selected_and_not_yet_known()
    {
        await using var graph = await Graph.OnPostgresAsync();
        Assert.Single(await graph.Statements.DuringAsync(() => graph.DataAsync("{ plugins(first:2) { nodes { id } } }")));
        Assert.Equal(2, (await graph.Statements.DuringAsync(() => graph.DataAsync("{ plugins(first:2) { totalCount nodes { id } } }"))).Count);
        // The page tells it: it started at the beginning and reached the end.
        Assert.Single(await graph.Statements.DuringAsync(() => graph.DataAsync("""{ plugins(first:2, where:{id:{eq:"plg-00001"}}) { totalCount nodes { id } } }""")));
        Assert.Single(await graph.Statements.DuringAsync(() => graph.DataAsync("{ plugins { totalCount } }")));
        Assert.Single(await graph.Statements.DuringAsync(() => graph.DataAsync("query($c:Boolean!) { plugins { totalCount @include(if:$c) nodes { id } } }", """{"c":false}""")));
        Assert.Empty(await graph.Statements.DuringAsync(() => graph.DataAsync("{ plugins { __typename } }")));
    }

    [Theory]
    [InlineData("nodes { name }", "id, name | 2")]
    [InlineData("edges { node { name } __typename } __typename", "id, name | 2")]
    [InlineData("edges { cursor }", "id, created_at | 2")]
    [InlineData("nodes { name } ...More @include(if: $more)", "id, name | 2", "id, created_at, name | 3")]
    [InlineData("edges { node { name } cursor @include(if: $more) }", "id, name | 2", "id, created_at, name | 2")]
    [InlineData("nodes { name } totalCount @include(if: $more)", "id, name | 2", "id, name | 3")]
    [InlineData("nodes { name } ... @defer { ...More }", "id, created_at, name | 3")]
    public async Task What_tells_where_a_page_stands_is_read_only_for_those_who_ask(string selection, string without, string? with = null)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.ModifyOptions(o => o.EnableDefer = true));
        foreach (var (more, expected) in new[] { (false, without), (true, with ?? without) })
        {
            var header = selection.Contains("$more", StringComparison.Ordinal) ? "query($more: Boolean!)" : "query";
            var fragment = selection.Contains("...More", StringComparison.Ordinal) ? "fragment More on PluginsConnection { pageInfo { hasNextPage startCursor } }" : "";
            var answer = "";
            var statements = await graph.Statements.DuringAsync(async () => answer = await graph.RunAsync(
                $$"""{{header}} { plugins(first: 2, order: [{ createdAt: DESC }]) { {{selection}} } } {{fragment}}""", $$"""{"more":{{(more ? "true" : "false")}}}"""));
            var lines = statements[0].Split('\n');
            var columns = lines[0]["SELECT ".Length..].Split(", ").Select(c => c.Split(' ')[0][2..]);
            Assert.Equal(expected, $"{string.Join(", ", columns)} | {lines[^1]["LIMIT ".Length..]}");
            if (expected.EndsWith('3') && !selection.Contains("totalCount", StringComparison.Ordinal)) Assert.Contains("\"hasNextPage\":true", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_empty_page_has_its_total_and_no_cursors()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var last = await graph.DataAsync("{ plugins(last:1, order:{id:ASC}) { nodes { id } pageInfo { endCursor } } }");
        var page = "totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
        Assert.Equal(
            """{"plugins":{"totalCount":5000,"nodes":[],"edges":[],"pageInfo":{"hasNextPage":false,"hasPreviousPage":true,"startCursor":null,"endCursor":null}}}""",
            (await graph.DataAsync($$"""{ plugins(first:2, after:"{{EndCursor(last)}}", order:{id:ASC}) { {{page}} } }""")).GetRawText());
        Assert.Equal(
            """{"plugins":{"totalCount":0,"nodes":[],"edges":[],"pageInfo":{"hasNextPage":false,"hasPreviousPage":false,"startCursor":null,"endCursor":null}}}""",
            (await graph.DataAsync("{ plugins(where:{name:{eq:\"zzz\"}}) { " + page + " } }")).GetRawText());
    }

    [Fact]
    public async Task A_cursor_of_another_order_or_a_changed_one_is_refused()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var cursor = EndCursor(await graph.DataAsync("{ plugins(first:2, order:{name:ASC}) { pageInfo { endCursor } } }"));
        var changed = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];
        Assert.Equal(
            $$$"""{"errors":[{"message":"The cursor specified in `after` was made for another order.","locations":[{"line":1,"column":3}],"path":["plugins"],"extensions":{"argument":"after","cursor":"{{{cursor}}}","code":"HC0078"}}],"data":{"plugins":null}}""",
            await graph.RunAsync($$"""{ plugins(first:2, after:"{{cursor}}", order:{state:ASC}) { nodes { id } } }"""));
        Assert.Equal(
            $$$"""{"errors":[{"message":"The cursor specified in `before` has an invalid format.","locations":[{"line":1,"column":3}],"path":["plugins"],"extensions":{"argument":"before","cursor":"{{{changed}}}","code":"HC0078"}}],"data":{"plugins":null}}""",
            await graph.RunAsync($$"""{ plugins(last:2, before:"{{changed}}", order:{name:ASC}) { nodes { id } } }"""));
        Assert.Contains("HC0078", await graph.RunAsync("""{ plugins(first:2, after:"MQ==") { nodes { id } } }"""));
    }

    [Theory]
    [InlineData("plugins")]
    [InlineData("pluginsKeyset")]
    public async Task A_cursor_sealed_with_another_secret_is_refused(string field)
    {
        await using var ours = await Graph.OnPostgresAsync(g => g.ModifyPagingOptions(o => o.CursorSecret = "ours"u8.ToArray()));
        await using var theirs = await Graph.OnPostgresAsync(g => g.ModifyPagingOptions(o => o.CursorSecret = "theirs"u8.ToArray()));
        var cursor = EndCursor(await theirs.DataAsync("{ " + field + "(first:2) { pageInfo { endCursor } } }"));
        Assert.Contains("HC0078", await ours.RunAsync($$"""{ {{field}}(first:2, after:"{{cursor}}") { nodes { id } } }"""));
        Assert.DoesNotContain("errors", await theirs.RunAsync($$"""{ {{field}}(first:2, after:"{{cursor}}") { nodes { id } } }"""));
    }

    [Fact]
    public async Task Keys_of_other_tables_carry_cursors_too()
    {
        await using var graph = await Graph.OnPostgresAsync();
        await graph.ExecuteAsync("delete from plugin_versions where plugin_id > 'plg-00003'");
        var expected = await graph.ReadAsync("select v.id::text from plugin_versions v join plugins p on p.id = v.plugin_id order by p.name desc, v.id");
        var ids = new List<string>();
        string? cursor = null;
        for (var i = 0; i < 3; i++)
        {
            var page = (await graph.DataAsync("query($c:String) { pluginVersions(first:5, after:$c, order:{plugin:{name:DESC}}) { nodes { id } pageInfo { endCursor } } }",
                JsonSerializer.Serialize(new { c = cursor }))).GetProperty("pluginVersions");
            ids.AddRange(page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetRawText()));
            cursor = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
        Assert.Equal(expected, ids);
    }

    private static string EndCursor(JsonElement data) => data.EnumerateObject().First().Value.GetProperty("pageInfo").GetProperty("endCursor").GetString()!;
}
