namespace GraphQLPlugins.Host.Tests.Commands;

public sealed class KeysTests
{
    [Fact]
    public async Task A_rotation_makes_one_more_key_and_says_which()
    {
        await using var data = new DataDirectory();
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var settings = new Dictionary<string, string> { ["Storage__Provider"] = "PostgreSql", ["ConnectionStrings__Default"] = database.ConnectionString };

        var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["keys", "rotate"], settings);

        Assert.Equal(0, exitCode);
        Assert.Matches("^Secrets are sealed with the key [0-9a-f-]{36} from now on\\. Older keys that still open theirs: 0\\.\n$", output);
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM kernel.protection_keys"));
    }

    [Fact]
    public async Task The_help_says_what_becomes_of_the_older_keys()
    {
        await using var data = new DataDirectory();
        var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["keys", "rotate", "--help"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("older keys go on opening what they sealed", output);
    }
}
