using GraphQLPlugins.Engine.Data.Tests.Sample;

namespace GraphQLPlugins.Engine.Data.Tests.EntityFramework;

public sealed class DatabaseErrorTests
{
    [Theory]
    [InlineData("plugins")]
    [InlineData("pluginsKeyset")]
    public async Task A_statement_that_takes_longer_than_it_may_is_named(string field)
    {
        await using var graph = await Graph.OnPostgresAsync();
        await graph.ExecuteAsync("do $$ begin execute format('alter database %I set statement_timeout = 50', current_database()); end $$");
        await using (await graph.LockAsync("plugins"))
        {
            Assert.Equal(
                $$$"""{"errors":[{"message":"The database took longer than it may for one statement.","locations":[{"line":1,"column":3}],"path":["{{{field}}}"],"extensions":{"code":"HC0045"}}],"data":{"{{{field}}}":null}}""",
                await graph.RunAsync($"{{ {field} {{ nodes {{ name }} }} }}"));
        }
        Assert.StartsWith("{\"data\"", await graph.RunAsync($"{{ {field} {{ nodes {{ name }} }} }}"));
    }

    [Theory]
    [InlineData("{ plugins { nodes { name } } }", "plugins")]
    [InlineData("{ pluginsKeyset { nodes { name } totalCount } }", "plugins")]
    [InlineData("{ versionsOffset { items { version } totalCount } }", "plugin_versions")]
    public async Task A_request_that_is_given_up_ends_its_statement_and_holds_no_connection(string document, string table)
    {
        // One connection: were it lost, nobody could ask any more.
        await using var graph = await Graph.OnPostgresAsync(connections: 1);
        var expected = await graph.RunAsync(document);
        for (var round = 0; round < 3; round++)
        {
            using var caller = new CancellationTokenSource();
            await using (await graph.LockAsync(table))
            {
                var running = graph.RunAsync(document, ct: caller.Token);
                await graph.WaitingAsync(1);
                await caller.CancelAsync();
                Assert.DoesNotContain("\"data\"", await running, StringComparison.Ordinal);
                await graph.WaitingAsync(0);
            }
            Assert.Equal(expected, await graph.RunAsync(document));
        }
    }
}
