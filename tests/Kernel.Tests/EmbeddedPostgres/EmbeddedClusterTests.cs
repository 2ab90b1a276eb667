using System.Diagnostics;
using GraphQLPlugins.EmbeddedPostgres;
using Npgsql;

namespace GraphQLPlugins.Kernel.Tests.EmbeddedPostgres;

public sealed class EmbeddedClusterTests : IAsyncLifetime
{
    // Closed to every other account, as a clone below /root or in a temporary directory is.
    private readonly string _closed = Directory.CreateTempSubdirectory("graphqlplugins-").FullName;
    private string Data => Path.Combine(_closed, "data");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (Directory.Exists(Data)) await EmbeddedCluster.TryDestroyAsync(Data);
        Directory.Delete(_closed, recursive: true);
    }

    [Fact]
    public async Task A_second_start_finds_what_the_first_one_stored()
    {
        await using (var first = await StartAsync())
        {
            Assert.True(first.IsNew);
            await ExecuteAsync(first, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
        }
        await using var second = await StartAsync();
        Assert.False(second.IsNew);
        Assert.False(second.IsAdopted);
        Assert.Equal(7, await ScalarAsync(second, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task The_application_role_is_no_superuser_and_owns_its_database()
    {
        await using var cluster = await StartAsync();
        Assert.Equal(false, await ScalarAsync(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
        Assert.Equal("graphqlplugins", await ScalarAsync(cluster, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task Without_the_password_nobody_gets_in()
    {
        await using var cluster = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = "wrong", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var error = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, error.SqlState);
    }

    [Fact]
    public async Task The_passwords_are_readable_by_their_owner_only()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var cluster = await StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, "postgres", "secrets.json")));
    }

    [Fact]
    public async Task A_second_host_on_one_data_directory_is_refused()
    {
        await using var cluster = await StartAsync();
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);
        Assert.Equal($"The data directory {Data} is in use by another host (process {Environment.ProcessId}). Stop it, or give this one another directory with --data.", refusal.Message);
        Assert.Equal(1, await ScalarAsync(cluster, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_that_a_killed_host_left_behind_is_adopted_and_its_transactions_are_ended()
    {
        var orphaned = await StartAsync();
        await ExecuteAsync(orphaned, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
        await using var open = new NpgsqlConnection(orphaned.ConnectionString);
        await open.OpenAsync();
        await using var transaction = await open.BeginTransactionAsync();
        await ExecuteAsync(open, "DELETE FROM kept");
        orphaned.Abandon();

        await using var adopter = await StartAsync();

        Assert.True(adopter.IsAdopted);
        Assert.Equal(7, await ScalarAsync(adopter, "SELECT n FROM kept"));
        await ExecuteAsync(adopter, "DROP TABLE kept");
    }

    [Fact]
    public async Task A_killed_server_is_recovered()
    {
        var killed = await StartAsync();
        await ExecuteAsync(killed, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
        using (var server = Process.GetProcessById(killed.ProcessId)) server.Kill();
        killed.Abandon();

        await using var next = await StartAsync();

        Assert.False(next.IsAdopted);
        Assert.Equal(7, await ScalarAsync(next, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_stale_process_file_that_names_a_foreign_process_is_no_obstacle()
    {
        await using (var first = await StartAsync()) await ExecuteAsync(first, "CREATE TABLE kept (n int)");
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres", "cluster", "postmaster.pid"), $"{Environment.ProcessId}\n{Data}\n1700000000\n5432\n/tmp/none\n\n1 1\nready\n");
        await using var second = await StartAsync();
        Assert.Equal(0L, await ScalarAsync(second, "SELECT count(*) FROM kept"));
    }

    [Fact]
    public async Task An_interrupted_first_start_is_begun_anew()
    {
        var cluster = Directory.CreateDirectory(Path.Combine(Data, "postgres", "cluster"));
        await File.WriteAllTextAsync(Path.Combine(cluster.FullName, "PG_VERSION"), "15");
        await using var started = await StartAsync();
        Assert.True(started.IsNew);
        Assert.Equal(1, await ScalarAsync(started, "SELECT 1"));
    }

    [Fact]
    public async Task A_directory_without_programs_is_refused_with_the_way_out()
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() =>
            EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { DataDirectory = Data, BinDirectory = _closed }));
        Assert.StartsWith($"Storage:BinDirectory is {_closed}, but there are no initdb, pg_ctl and postgres of version 14 or newer. Install them with: ", refusal.Message);
        Assert.EndsWith("ConnectionStrings__Default=\"Host=...;Database=...;Username=...;Password=...\".", refusal.Message);
    }

    [Theory]
    [InlineData("ID=debian\n", "apt-get install postgresql")]
    [InlineData("NAME=x\nID=rocky\nID_LIKE=\"rhel centos fedora\"\n", "dnf install postgresql-server")]
    [InlineData("ID=alpine\n", "apk add postgresql17")]
    [InlineData("ID=arch\n", "pacman -S postgresql")]
    public void The_install_command_fits_the_distribution(string osRelease, string command) =>
        Assert.Equal(command, InstallHint.ForDistribution(osRelease));

    [Fact]
    public async Task Another_major_version_of_the_data_is_refused()
    {
        await using (await StartAsync()) { }
        var version = Path.Combine(Data, "postgres", "cluster", "PG_VERSION");
        var real = await File.ReadAllTextAsync(version);
        await File.WriteAllTextAsync(version, "9\n");
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);
        await File.WriteAllTextAsync(version, real);
        Assert.StartsWith("The data directory was made by PostgreSQL 9, but only ", refusal.Message);
    }

    private Task<EmbeddedCluster> StartAsync() => EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { DataDirectory = Data });

    private static async Task ExecuteAsync(EmbeddedCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(EmbeddedCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
