using System.Collections.Concurrent;
using System.Diagnostics;
using GraphQLPlugins.EmbeddedPostgres;
using Npgsql;

namespace GraphQLPlugins.Testing;

/// <summary>
/// One real server per test process, started at first use and gone with the process, however it ends.
/// Each test asks for a database of its own, so tests may run at the same time and in any order.
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<string>> Server = new(StartAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();
    private static readonly SemaphoreSlim Creating = new(1);
    private static int _number;

    // Held, because the pipe to it would be closed with the object, which stops the server.
    private static Process? _watch;

    /// <summary>A new, empty database.</summary>
    public static Task<TestDatabase> CreateDatabaseAsync() => CreateAsync("template1");

    /// <summary>A new copy of a database that <paramref name="prepare"/> filled; it runs once per <paramref name="template"/> and process, with the connection string.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(string template, Func<string, Task> prepare)
    {
        var source = await Templates.GetOrAdd(template, _ => new Lazy<Task<string>>(() => PrepareAsync(prepare))).Value;
        return await CreateAsync(source);
    }

    internal static async Task DropAsync(string name)
    {
        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    }

    private static async Task<string> PrepareAsync(Func<string, Task> prepare)
    {
        var database = await CreateAsync("template1");
        await prepare(database.ConnectionString);
        // A database with open connections cannot be copied.
        using (var pooled = new NpgsqlConnection(database.ConnectionString)) NpgsqlConnection.ClearPool(pooled);
        await ExecuteAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database.Name}'");
        return database.Name;
    }

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        var name = $"test_{Interlocked.Increment(ref _number)}";
        // Two copies of one template at a time are refused.
        await Creating.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
        }
        finally
        {
            Creating.Release();
        }
        var connection = new NpgsqlConnectionStringBuilder(await Server.Value) { Database = name, MaxPoolSize = 20 };
        return new TestDatabase(name, connection.ConnectionString);
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(await Server.Value) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"graphqlplugins-tests-{Environment.ProcessId}-{Guid.NewGuid():N}");
        var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
        {
            DataDirectory = directory,
            Durable = false,
            MayCreateDatabases = true,
            MaxConnections = 300,
        });
        if (OperatingSystem.IsWindows())
            AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync(cluster, directory).GetAwaiter().GetResult();
        else
            Watch(cluster.ProcessId, directory, new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!);
        return cluster.ConnectionString;
    }

    private static async Task StopAsync(EmbeddedCluster cluster, string directory)
    {
        await cluster.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>
    /// A test process may be killed right after its last test, before any of its exit handlers. So a shell reads from a pipe that ends
    /// with this process, whatever ends it, and then stops the server at once and removes its files.
    /// </summary>
    private static void Watch(int server, string directory, string socketDirectory)
    {
        const string script = """
            trap '' INT TERM HUP
            exec >/dev/null 2>&1
            read -r _
            kill -QUIT "$1"
            while kill -0 "$1"; do sleep 0.1; done
            rm -rf "$2" "$3"
            """;
        _watch = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, "sh", server.ToString(), directory, socketDirectory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
    }
}
