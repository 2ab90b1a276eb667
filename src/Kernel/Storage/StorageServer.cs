using System.Data.Common;
using System.Globalization;
using GraphQLPlugins.EmbeddedPostgres;
using GraphQLPlugins.Engine.Data.EntityFramework.Documents;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>The database server that this host uses; the embedded one runs from <see cref="StartAsync"/> until disposal.</summary>
/// <param name="options">The settings.</param>
/// <param name="loggers">Hear of statements.</param>
/// <param name="sqlServer">Makes connections to a SQL Server.</param>
public sealed class StorageServer(StorageOptions options, ILoggerFactory loggers, DbProviderFactory sqlServer) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private EmbeddedCluster? _cluster;
    private NpgsqlDataSource? _dataSource;
    private CommandPlaces? _places;

    /// <summary>The settings it was made with.</summary>
    public StorageOptions Options => options;

    /// <summary>True when this start made the embedded cluster.</summary>
    public bool IsNew => _cluster is { IsNew: true };

    /// <summary>Starts the embedded cluster; does nothing for a server of the user's own.</summary>
    /// <param name="mayShare">Use the cluster of a host that runs on the same data directory, instead of refusing.</param>
    /// <param name="ct">Breaks off the start.</param>
    /// <exception cref="EmbeddedPostgresException">The cluster cannot be used; the message says why and what to do.</exception>
    public async Task StartAsync(bool mayShare, CancellationToken ct)
    {
        if (options.Provider is not StorageProvider.Embedded || _cluster is not null) return;
        _cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions
        {
            DataDirectory = System.IO.Path.GetFullPath(options.DataDirectory),
            BinDirectory = options.BinDirectory,
            MayShare = mayShare,
        }, ct);
    }

    /// <summary>The places of commands, by the size of the pool.</summary>
    internal CommandPlaces Places
    {
        get
        {
            if (_places is { } places) return places;
            lock (_gate) return _places ??= new CommandPlaces(options.IsPostgreSql ? new NpgsqlConnectionStringBuilder(ConnectionString).MaxPoolSize : new SqlConnectionStringBuilder(ConnectionString).MaxPoolSize);
        }
    }

    /// <summary>A closed connection.</summary>
    public DbConnection CreateConnection()
    {
        if (options.IsPostgreSql) return DataSource.CreateConnection();
        var connection = sqlServer.CreateConnection()!;
        connection.ConnectionString = ConnectionString;
        return connection;
    }

    /// <summary>A closed connection with a session of its own, which ends with it: for locks that a session holds. Others keep nothing in theirs beyond a transaction.</summary>
    public DbConnection CreateSession()
    {
        if (options.IsPostgreSql) return new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        var connection = sqlServer.CreateConnection()!;
        connection.ConnectionString = new SqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
        return connection;
    }

    /// <summary>A connection of its own that waits for notifications; it finds out by itself when the server is gone.</summary>
    internal async Task<NpgsqlConnection> OpenListenerAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, KeepAlive = 30, MaxAutoPrepare = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a module's context to this server, with its history of migrations in the module's own schema.</summary>
    internal void Configure(DbContextOptionsBuilder builder, string schema)
    {
        var timeout = (int)options.CommandTimeout.TotalSeconds;
        if (options.IsPostgreSql)
            builder.UseNpgsql(DataSource, o => o.MigrationsHistoryTable(ModuleDbContext.HistoryTable, schema).CommandTimeout(timeout));
        else
            builder.UseSqlServer(ConnectionString, o => o.MigrationsHistoryTable(ModuleDbContext.HistoryTable, schema).CommandTimeout(timeout).UseCompatibilityLevel(options.SqlServerCompatibilityLevel))
                .ReplaceService<IQuerySqlGeneratorFactory, SqlServerTextsFactory>();
        builder.UseDocumentQueries();
    }

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null) await _dataSource.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    private string ConnectionString => _cluster?.ConnectionString ?? options.ConnectionString
        ?? throw new InvalidOperationException($"The {options.Provider} storage is not started.");

    private NpgsqlDataSource DataSource
    {
        get
        {
            lock (_gate)
                return _dataSource ??= new NpgsqlDataSourceBuilder(Prepared(ConnectionString, options.CommandTimeout)).UseLoggerFactory(loggers).Build();
        }
    }

    /// <summary>
    /// Adds what the connection string does not say itself. Statements are prepared on their second use; behind a transaction pooler it should say otherwise.
    /// Sessions are not reset between uses, as nothing is left in one. Nothing uses ambient transactions: EF Core looks for that word with each statement, and
    /// finds it soonest in front. What begins and ends a transaction may take as long as its statements, since Npgsql tells the socket of each other limit.
    /// </summary>
    internal static string Prepared(string connectionString, TimeSpan commandTimeout)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        (string Name, string Value)[] added = [("Enlist", "False"), ("No Reset On Close", "True"), ("Max Auto Prepare", "128"),
            ("Command Timeout", ((int)commandTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture))];
        // Npgsql knows each name with spaces and without.
        return string.Concat(added.Where(a => !given.ContainsKey(a.Name) && !given.ContainsKey(a.Name.Replace(" ", ""))).Select(a => $"{a.Name}={a.Value};")) + connectionString;
    }
}
