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
        var locked = graph.ExecuteAsync("set statement_timeout = 0; begin; lock table plugins in access exclusive mode; select pg_sleep(2); commit");
        await graph.WaitForLockAsync("plugins");
        Assert.Equal(
            $$$"""{"errors":[{"message":"The database took longer than it may for one statement.","locations":[{"line":1,"column":3}],"path":["{{{field}}}"],"extensions":{"code":"HC0045"}}],"data":{"{{{field}}}":null}}""",
            await graph.RunAsync($"{{ {field} {{ nodes {{ name }} }} }}"));
        await locked;
    }
}
