using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Types.Pagination;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Paging;

/// <summary>Without a secret a client can make cursors. Whatever it makes of them, it is told that they are none.</summary>
public sealed class TamperedCursorTests
{
    [Theory]
    [InlineData("{createdAt:ASC}", "CreatedAt:DateTimeOffset:a,Id:String:a")]
    [InlineData("{id:DESC}", "Id:String:d")]
    public async Task Null_is_no_place_among_keys_that_have_none(string order, string words)
    {
        await using var graph = await Graph.OnPostgresAsync();
        var keys = words.Split(',').Select(w => CursorKey.For(w.Contains("DateTimeOffset") ? typeof(DateTimeOffset) : typeof(string), isNullable: true)!).ToArray();
        var cursor = new KeysetCursor(keys, typeof(Plugin).FullName + "|" + words, null).Write(new object?[keys.Length]);
        Assert.Equal(
            $$$"""{"errors":[{"message":"The cursor specified in `after` has an invalid format.","locations":[{"line":1,"column":3}],"path":["plugins"],"extensions":{"argument":"after","cursor":"{{{cursor}}}","code":"HC0078"}}],"data":{"plugins":null}}""",
            await graph.RunAsync($$"""{ plugins(after:"{{cursor}}", order:{{order}}) { nodes { id } } }"""));
    }

    [Fact]
    public async Task Null_is_none_in_HotChocolates_cursors_either()
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddQueryableCursorPagingProvider(defaultProvider: true));
        var cursor = Convert.ToBase64String("{}\\null:\\null"u8);
        Assert.Equal(
            $$$"""{"errors":[{"message":"The cursor specified in `after` has an invalid format.","locations":[{"line":1,"column":3}],"path":["pluginsKeyset"],"extensions":{"argument":"after","cursor":"{{{cursor}}}","code":"HC0078"}}],"data":{"pluginsKeyset":null}}""",
            await graph.RunAsync($$"""{ pluginsKeyset(after:"{{cursor}}") { nodes { id } } }"""));
    }

    [Fact]
    public async Task A_cursor_of_a_long_text_can_be_read_again()
    {
        await using var graph = await Graph.OnPostgresAsync();
        await graph.ExecuteAsync("update plugins set image = repeat('é', 20000) || id where id <= 'plg-00003'");
        var first = (await graph.DataAsync("{ plugins(first:2, where:{id:{in:[\"plg-00001\",\"plg-00002\",\"plg-00003\"]}}, order:{image:ASC}) { nodes { name } pageInfo { endCursor } } }")).GetProperty("plugins");
        var cursor = first.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        Assert.Equal(
            """{"plugins":{"nodes":[{"name":"Plugin 00003"}]}}""",
            (await graph.DataAsync("query($c:String) { plugins(first:2, after:$c, where:{id:{in:[\"plg-00001\",\"plg-00002\",\"plg-00003\"]}}, order:{image:ASC}) { nodes { name } } }",
                $$"""{"c":"{{cursor}}"}""")).GetRawText());
    }
}
