namespace GraphQLPlugins.Kernel.Tests.Testing;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Two_databases_do_not_see_each_other()
    {
        await using var one = await PostgresServer.CreateDatabaseAsync();
        await using var two = await PostgresServer.CreateDatabaseAsync();
        await one.ExecuteAsync("CREATE TABLE only_here (n int)");
        Assert.Equal(false, await two.ScalarAsync("SELECT to_regclass('only_here') IS NOT NULL"));
    }

    [Fact]
    public async Task A_template_is_prepared_once_and_copied_for_everyone()
    {
        var prepared = 0;
        async Task Prepare(string connectionString)
        {
            Interlocked.Increment(ref prepared);
            await new TestDatabase("", connectionString).ExecuteAsync("CREATE TABLE seeded AS SELECT 42 AS n");
        }
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresServer.CreateDatabaseAsync("postgres-server-tests", Prepare)));
        Assert.Equal(1, prepared);
        foreach (var database in databases)
        {
            Assert.Equal(42, await database.ScalarAsync("SELECT n FROM seeded"));
            await database.DisposeAsync();
        }
    }
}
