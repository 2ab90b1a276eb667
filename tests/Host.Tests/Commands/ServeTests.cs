using System.Diagnostics;
using System.Net;

namespace GraphQLPlugins.Host.Tests.Commands;

public sealed class ServeTests
{
    [Fact]
    public async Task A_first_start_makes_a_private_token_and_says_where_everything_is()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var token = Path.Combine(data.Path, "admin-token");
        Assert.Matches("^gqp_[0-9a-f]{64}\n$", await File.ReadAllTextAsync(token));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(token));
        Assert.Contains($"  GraphQL   {host.Http.BaseAddress}graphql\n", host.Output);
        Assert.Contains($"  Token     {token}\n", host.Output);
        Assert.Contains($"  Storage   PostgreSQL in {data.Path}\n", host.Output);
    }

    [Fact]
    public async Task A_second_start_keeps_the_token_and_mends_its_mode()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var data = new DataDirectory();
        var file = Path.Combine(data.Path, "admin-token");
        await using (var first = await HostProcess.StartAsync(data.Path)) Assert.Equal(0, await first.StopAsync());
        var token = await File.ReadAllTextAsync(file);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await using var second = await HostProcess.StartAsync(data.Path);

        Assert.Equal(token, await File.ReadAllTextAsync(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_token_file_that_was_deleted_is_made_anew()
    {
        await using var data = new DataDirectory();
        var file = Path.Combine(data.Path, "admin-token");
        await using (var first = await HostProcess.StartAsync(data.Path)) await first.StopAsync();
        var old = await File.ReadAllTextAsync(file);
        File.Delete(file);
        await using var second = await HostProcess.StartAsync(data.Path);
        var made = await File.ReadAllTextAsync(file);
        Assert.Matches("^gqp_[0-9a-f]{64}\n$", made);
        Assert.NotEqual(old, made);
    }

    [Fact]
    public async Task Asked_to_stop_it_stops_its_database_too()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var server = HostProcess.ServerOf(data.Path);
        Assert.Equal(0, await host.StopAsync());
        Assert.False(File.Exists(Path.Combine(data.Path, "postgres", "cluster", "postmaster.pid")));
        Assert.False(Directory.Exists($"/proc/{server}/cwd") && File.Exists($"/proc/{server}/exe"));
    }

    [Fact]
    public async Task After_the_host_was_killed_the_next_start_takes_over_its_database()
    {
        await using var data = new DataDirectory();
        await using (var killed = await HostProcess.StartAsync(data.Path)) await killed.KillAsync();
        var orphan = HostProcess.ServerOf(data.Path);
        await using var next = await HostProcess.StartAsync(data.Path);
        Assert.Equal(orphan, HostProcess.ServerOf(data.Path));
        Assert.Equal(HttpStatusCode.OK, (await next.Http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task After_host_and_database_were_killed_the_next_start_recovers()
    {
        await using var data = new DataDirectory();
        string token;
        await using (var killed = await HostProcess.StartAsync(data.Path))
        {
            token = await File.ReadAllTextAsync(Path.Combine(data.Path, "admin-token"));
            await killed.KillAsync();
            using var server = Process.GetProcessById(HostProcess.ServerOf(data.Path));
            server.Kill();
        }
        await using var next = await HostProcess.StartAsync(data.Path);
        Assert.Equal(HttpStatusCode.OK, (await next.Http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(token, await File.ReadAllTextAsync(Path.Combine(data.Path, "admin-token")));
    }

    [Fact]
    public async Task A_second_host_on_one_data_directory_is_refused_in_one_sentence()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["--urls", "http://127.0.0.1:0"]);
        Assert.Equal(1, exitCode);
        Assert.Equal($"The data directory {data.Path} is in use by another host (process {host.Id}). Stop it, or give this one another directory with --data.\n", output);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task An_address_in_use_is_told_with_the_way_out()
    {
        await using var data = new DataDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        await using var other = new DataDirectory();
        var (exitCode, output) = await HostProcess.RunAsync(other.Path, ["--urls", host.Http.BaseAddress!.ToString().TrimEnd('/')]);
        Assert.Equal(1, exitCode);
        Assert.Equal($"Failed to bind to address {host.Http.BaseAddress.ToString().TrimEnd('/')}: address already in use. Choose another address with --urls.\n", output);
    }

    [Fact]
    public async Task Every_unusable_setting_is_named_with_what_is_allowed_and_nothing_is_started()
    {
        await using var data = new DataDirectory();
        var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["--set", "Storage:Provider=Oracle", "--set", "Http:Port=80"],
            new Dictionary<string, string> { ["Storage__CommandTimeout"] = "soon" });
        Assert.Equal(1, exitCode);
        Assert.Equal("""
            The settings are not usable:
              Storage:CommandTimeout is "soon"; it must be a time such as 00:00:30, from 00:00:01 to 00:10:00.
              Storage:Provider is "Oracle"; it must be one of: Embedded, PostgreSql, SqlServer.
              Http:Port is not a setting. Those of Http are: AllowedOrigins, CompressResponses, MaxRequestBytes, MaxUploadBytes, RateLimits, ShutdownTimeout, TrustedProxies.

            """, output);
        Assert.False(Directory.Exists(data.Path));
    }

    [Fact]
    public async Task A_server_of_the_users_own_is_migrated_on_request_only()
    {
        await using var data = new DataDirectory();
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var settings = new Dictionary<string, string> { ["Storage__Provider"] = "PostgreSql", ["ConnectionStrings__Default"] = database.ConnectionString };

        var (refused, refusal) = await HostProcess.RunAsync(data.Path, ["--no-migrate", "--urls", "http://127.0.0.1:0"], settings);
        Assert.Equal(1, refused);
        Assert.StartsWith("The database lacks ", refusal);

        var (migrated, applied) = await HostProcess.RunAsync(data.Path, ["migrate"], settings);
        Assert.Equal(0, migrated);
        Assert.Contains("applied kernel/", applied);
        Assert.Equal((0, "The schema is up to date.\n"), await HostProcess.RunAsync(data.Path, ["migrate"], settings));

        await using var host = await HostProcess.StartAsync(data.Path, ["--no-migrate"], settings);
        Assert.Contains("  Storage   PostgreSql\n", host.Output);
        Assert.False(Directory.Exists(Path.Combine(data.Path, "postgres")));
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_told_without_a_stack_trace()
    {
        await using var data = new DataDirectory();
        var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["--urls", "http://127.0.0.1:0"], new Dictionary<string, string>
        {
            ["Storage__Provider"] = "PostgreSql",
            ["ConnectionStrings__Default"] = "Host=127.0.0.1;Port=1;Database=none;Username=none;Password=secret",
        });
        Assert.Equal(1, exitCode);
        Assert.Equal("The database cannot be used: Failed to connect to 127.0.0.1:1\n", output);
    }
}
