using System.Diagnostics;
using Npgsql;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>A running private PostgreSQL cluster. Disposing it stops the server and frees the data directory.</summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly DataDirectoryLock? _lock;
    private readonly EmbeddedClusterOptions _options;
    private readonly ClusterDirectory _directory;
    private readonly ServerAccount _account;
    private readonly PostgresBinaries _binaries;
    private Postmaster? _postmaster;

    private EmbeddedCluster(DataDirectoryLock? held, EmbeddedClusterOptions options, ClusterDirectory directory, ServerAccount account, PostgresBinaries binaries)
    {
        _lock = held;
        _options = options;
        _directory = directory;
        _account = account;
        _binaries = binaries;
    }

    /// <summary>For the application's role, which owns its database and is no superuser.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The server's main process.</summary>
    public int ProcessId => _postmaster?.ProcessId ?? 0;

    /// <summary>True when the cluster was made by this start.</summary>
    public bool IsNew { get; private set; }

    /// <summary>True when a server that a killed host had left behind was taken over.</summary>
    public bool IsAdopted { get; private set; }

    /// <summary>Creates the cluster if there is none, adopts a server that a killed host left behind, or starts one.</summary>
    /// <exception cref="EmbeddedPostgresException">No server programs, a data directory in use or of another version, or a server that does not start.</exception>
    public static async Task<EmbeddedCluster> StartAsync(EmbeddedClusterOptions options, CancellationToken ct = default)
    {
        DataDirectoryLock held;
        try
        {
            held = DataDirectoryLock.Take(options.DataDirectory);
        }
        catch (EmbeddedPostgresException) when (options.MayShare)
        {
            if (await ShareAsync(options, ct) is { } shared) return shared;
            throw;
        }
        try
        {
            var directory = ClusterDirectory.Open(options.DataDirectory);
            var binaries = PostgresBinaries.Find(options.BinDirectory, directory.Major);
            var cluster = new EmbeddedCluster(held, options, directory, ServerAccount.Current, binaries);
            await cluster.StartAsync(ct);
            return cluster;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server of a data directory that no host uses, and removes the directory; false when one uses it.</summary>
    public static async Task<bool> TryDestroyAsync(string dataDirectory)
    {
        DataDirectoryLock held;
        try
        {
            held = DataDirectoryLock.Take(dataDirectory);
        }
        catch (EmbeddedPostgresException)
        {
            return false;
        }
        using (held)
        {
            var directory = ClusterDirectory.Open(dataDirectory);
            if (Postmaster.Find(directory.Cluster) is { } postmaster)
            {
                await postmaster.StopAsync(directory.Cluster, PostgresBinaries.Find(null, directory.Major), ServerAccount.Current, StopPatience);
                postmaster.Endpoint.Remove();
            }
            Directory.Delete(dataDirectory, recursive: true);
        }
        return true;
    }

    /// <summary>Stops the server: open transactions are rolled back, all else is on disk afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_postmaster is null || _lock is null) return;
        using (var pooled = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(pooled);
        await StopServerAsync();
        _lock.Dispose();
    }

    /// <summary>Ends as a killed host ends: the lock is free, the server runs on.</summary>
    internal void Abandon()
    {
        _postmaster = null;
        _lock!.Dispose();
    }

    /// <summary>Uses another host's running server; null when it does not answer.</summary>
    private static async Task<EmbeddedCluster?> ShareAsync(EmbeddedClusterOptions options, CancellationToken ct)
    {
        var directory = ClusterDirectory.Open(options.DataDirectory);
        if (!directory.IsReady) return null;
        var cluster = new EmbeddedCluster(null, options, directory, ServerAccount.Current, PostgresBinaries.Find(options.BinDirectory, directory.Major))
        {
            _postmaster = Postmaster.Find(directory.Cluster),
        };
        if (cluster._postmaster is null || !await cluster.AnswersAsync(cluster._postmaster, TimeSpan.FromSeconds(5), ct)) return null;
        cluster.ConnectionString = cluster.Connection(cluster._postmaster.Endpoint, options.Database, options.Database, directory.Secrets.Application);
        return cluster;
    }

    private async Task StartAsync(CancellationToken ct)
    {
        IsNew = !_directory.IsReady;
        _postmaster = Postmaster.Find(_directory.Cluster);
        IsAdopted = !IsNew && _postmaster is not null && _directory.IsConfigured(ClusterSettings.Render(_options, _postmaster.Endpoint))
            && await AnswersAsync(_postmaster, TimeSpan.FromSeconds(5), ct);
        if (!IsAdopted)
        {
            if (_postmaster is not null) await StopServerAsync();
            if (IsNew) _directory.Initialise(_binaries, _account, _options.Durable);
            await StartServerAsync(ct);
        }
        try
        {
            await PrepareAsync(ct);
        }
        catch
        {
            await StopServerAsync();
            throw;
        }
        ConnectionString = Connection(_postmaster!.Endpoint, _options.Database, _options.Database, _directory.Secrets.Application);
    }

    private async Task StartServerAsync(CancellationToken ct)
    {
        var endpoint = ClusterEndpoint.Create(_account);
        _directory.Configure(ClusterSettings.Render(_options, endpoint), _account);
        var seen = _account.PathOf(_directory.Cluster);
        var patience = Stopwatch.StartNew();
        while (true)
        {
            _account.RunProgram(_directory.Cluster, _binaries.Program("pg_ctl"), ["start", "-W", "-s", "-D", seen, "-l", $"{seen}/server.log"]);
            if (await AppearsAsync(endpoint, TimeSpan.FromSeconds(5), ct)) break;
            // After a kill of the main process alone its children need a moment to notice and to leave the shared memory.
            if (patience.Elapsed > _options.StartTimeout / 3) throw Failure("did not start");
        }
        if (!await AnswersAsync(_postmaster!, _options.StartTimeout, ct)) throw Failure($"did not answer within {_options.StartTimeout.TotalSeconds:0} s");
    }

    /// <summary>Waits for the process that listens where this start asked it to; false when the process ended instead.</summary>
    private async Task<bool> AppearsAsync(ClusterEndpoint endpoint, TimeSpan time, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < time; await Task.Delay(5, ct))
        {
            _postmaster = Postmaster.Find(_directory.Cluster);
            if (_postmaster?.Endpoint == endpoint) return true;
        }
        return false;
    }

    private async Task<bool> AnswersAsync(Postmaster postmaster, TimeSpan time, CancellationToken ct)
    {
        var connectionString = Administration(postmaster.Endpoint);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < time && postmaster.Runs; await Task.Delay(10, ct))
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(ct);
                return true;
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
            {
                // Not listening yet, or recovering from a crash.
            }
        }
        return false;
    }

    /// <summary>The application's role and database on a new cluster; on an adopted one, the end of what its killed host had open.</summary>
    private async Task PrepareAsync(CancellationToken ct)
    {
        if (!IsNew && !IsAdopted) return;
        await using var connection = new NpgsqlConnection(Administration(_postmaster!.Endpoint));
        await connection.OpenAsync(ct);
        if (IsAdopted)
        {
            await ExecuteAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
            return;
        }
        var rights = _options.MayCreateDatabases ? "LOGIN CREATEDB" : "LOGIN";
        await ExecuteAsync($"CREATE ROLE \"{_options.Database}\" {rights} PASSWORD '{_directory.Secrets.Application}'");
        await ExecuteAsync($"CREATE DATABASE \"{_options.Database}\" OWNER \"{_options.Database}\"");
        _directory.MarkReady();

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task StopServerAsync()
    {
        var postmaster = _postmaster!;
        await postmaster.StopAsync(_directory.Cluster, _binaries, _account, StopPatience);
        postmaster.Endpoint.Remove();
        _postmaster = null;
    }

    private string Administration(ClusterEndpoint endpoint) =>
        new NpgsqlConnectionStringBuilder(Connection(endpoint, "postgres", "postgres", _directory.Secrets.Administrator)) { Pooling = false, Timeout = 5 }.ConnectionString;

    private string Connection(ClusterEndpoint endpoint, string database, string user, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = endpoint.Host,
        Port = endpoint.Port,
        Database = database,
        Username = user,
        Password = password,
        MaxPoolSize = Math.Max(2, _options.MaxConnections * 4 / 5),
    }.ConnectionString;

    private EmbeddedPostgresException Failure(string what) => new($"PostgreSQL {what}. The end of {_directory.ServerLog}:\n{_directory.EndOfLog()}");
}
