using GraphQLPlugins.Kernel.Storage;
using Npgsql;

namespace GraphQLPlugins.Kernel.Tests.Storage;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("Host=db", 128, true, false)]
    [InlineData("Host=db;Max Auto Prepare=0", 0, true, false)]
    [InlineData("Host=db;MaxAutoPrepare=7;enlist=true", 7, true, true)]
    [InlineData("Host=db;NoResetOnClose=false", 128, false, false)]
    [InlineData("no reset on close=false;Host=db", 128, false, false)]
    public void What_the_connection_string_says_counts(string connectionString, int prepares, bool keepsSessions, bool enlists)
    {
        var made = new NpgsqlConnectionStringBuilder(StorageServer.Prepared(connectionString));
        Assert.Equal(("db", prepares, keepsSessions, enlists), (made.Host, made.MaxAutoPrepare, made.NoResetOnClose, made.Enlist));
    }
}
