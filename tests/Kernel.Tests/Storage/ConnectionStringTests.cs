using GraphQLPlugins.Kernel.Storage;
using Npgsql;

namespace GraphQLPlugins.Kernel.Tests.Storage;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("Host=db", 128, true, false, 8)]
    [InlineData("Host=db;Max Auto Prepare=0", 0, true, false, 8)]
    [InlineData("Host=db;MaxAutoPrepare=7;enlist=true", 7, true, true, 8)]
    [InlineData("Host=db;NoResetOnClose=false", 128, false, false, 8)]
    [InlineData("no reset on close=false;Host=db;CommandTimeout=60", 128, false, false, 60)]
    public void What_the_connection_string_says_counts(string connectionString, int prepares, bool keepsSessions, bool enlists, int seconds)
    {
        var made = new NpgsqlConnectionStringBuilder(StorageServer.Prepared(connectionString, TimeSpan.FromSeconds(8)));
        Assert.Equal(("db", prepares, keepsSessions, enlists, seconds), (made.Host, made.MaxAutoPrepare, made.NoResetOnClose, made.Enlist, made.CommandTimeout));
    }
}
