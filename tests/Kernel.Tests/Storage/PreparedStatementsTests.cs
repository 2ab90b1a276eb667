using GraphQLPlugins.Kernel.Storage;
using Npgsql;

namespace GraphQLPlugins.Kernel.Tests.Storage;

public sealed class PreparedStatementsTests
{
    [Theory]
    [InlineData("Host=db", 64)]
    [InlineData("Host=db;Max Auto Prepare=0", 0)]
    [InlineData("Host=db;MaxAutoPrepare=7", 7)]
    public void Statements_are_prepared_unless_the_connection_string_says_otherwise(string connectionString, int expected) =>
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(StorageServer.Prepared(connectionString)).MaxAutoPrepare);
}
