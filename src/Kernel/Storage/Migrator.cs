using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using GraphQLPlugins.Kernel.Modules;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Brings the database's schema up to date. Hosts that start together wait for each other on a lock in the database.</summary>
public sealed class Migrator(StorageServer server, IServiceScopeFactory scopes)
{
    // Any number that no other program on the server uses: "gqlplug" in ASCII.
    private const long LockNumber = 0x67716C706C7567;
    private const string LockName = "graphqlplugins.migrations";

    /// <summary>Applies the migrations that are missing, when <paramref name="migrate"/> says so, then lets every module prepare its rows.</summary>
    /// <returns>The migrations applied, as <c>schema/name</c>.</returns>
    /// <exception cref="SchemaOutdatedException">Migrations are missing and are not to be applied.</exception>
    /// <exception cref="DatabaseUnfitException">A SQL Server's database has settings that the modules cannot work with.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(bool migrate, CancellationToken ct)
    {
        await using var connection = server.CreateSession();
        await connection.OpenAsync(ct);
        if (!server.Options.IsPostgreSql) await SqlServerDatabase.RequireFitAsync(connection, ct);
        await ExecuteAsync(connection, server.Options.IsPostgreSql
            ? $"SELECT pg_advisory_lock({LockNumber})"
            : NamedLock.SqlServer("Session", ($"'{LockName}'", "Exclusive")), ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var applied = new List<string>();
            foreach (var factory in scope.ServiceProvider.GetServices<IModuleDbFactory>())
                applied.AddRange(await ApplyAsync(factory, connection, migrate, ct));
            foreach (var module in scope.ServiceProvider.GetServices<IModule>())
                await module.PrepareAsync(scope.ServiceProvider, ct);
            if (server.Options.IsPostgreSql) await AnalyzeAsync(connection, scope.ServiceProvider.GetServices<IModuleDbFactory>().Select(factory => factory.Schema), ct);
            return applied;
        }
        finally
        {
            // The server notices a bit later that the session has ended.
            await ExecuteAsync(connection, server.Options.IsPostgreSql
                ? $"SELECT pg_advisory_unlock({LockNumber})"
                : $"EXEC sp_releaseapplock @Resource = '{LockName}', @LockOwner = 'Session'", CancellationToken.None);
        }
    }

    private async Task<IEnumerable<string>> ApplyAsync(IModuleDbFactory factory, DbConnection connection, bool migrate, CancellationToken ct)
    {
        await using var db = factory.CreateForMigration();
        var done = await HistoryAsync(connection, factory.Schema, ct);
        var missing = db.GetService<IMigrationsAssembly>().Migrations.Keys.Where(id => !done.Contains(id)).Select(id => $"{factory.Schema}/{id}").ToList();
        if (missing.Count == 0) return missing;
        if (!migrate) throw new SchemaOutdatedException(missing);
        // EF Core would find out that it is missing by a statement that fails, and log that as an error.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
        await db.Database.MigrateAsync(ct);
        return missing;
    }

    /// <summary>Read by hand, since EF Core's own way builds the whole model even when there is nothing to do.</summary>
    private async Task<HashSet<string>> HistoryAsync(DbConnection connection, string schema, CancellationToken ct)
    {
        var done = new HashSet<string>();
        await using var exists = connection.CreateCommand();
        // In capitals, since SQL Server takes nothing else in a database whose names depend on case.
        exists.CommandText = $"SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = '{schema}' AND TABLE_NAME = '{ModuleDbContext.HistoryTable}'";
        if (await exists.ExecuteScalarAsync(ct) is null) return done;
        await using var read = connection.CreateCommand();
        read.CommandText = server.Options.IsPostgreSql
            ? $"SELECT \"MigrationId\" FROM \"{schema}\".\"{ModuleDbContext.HistoryTable}\""
            : $"SELECT [MigrationId] FROM [{schema}].[{ModuleDbContext.HistoryTable}]";
        await using var rows = await read.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) done.Add(rows.GetString(0));
        return done;
    }

    /// <summary>
    /// PostgreSQL looks at a table by itself only after fifty changes, so at those with few rows never. What it takes them for made it plan each page that joins them
    /// anew: two and a half times the CPU (page 500 of plugins and repositories).
    /// </summary>
    private static Task AnalyzeAsync(DbConnection connection, IEnumerable<string> schemas, CancellationToken ct) => ExecuteAsync(connection, $"""
        DO $$ DECLARE unknown regclass; BEGIN
            FOR unknown IN SELECT c.oid FROM pg_class c WHERE c.relkind = 'r' AND c.reltuples <= 0 AND pg_relation_size(c.oid) > 0 AND c.relnamespace IN (SELECT n.oid FROM pg_namespace n WHERE n.nspname IN ({string.Join(", ", schemas.Select(schema => $"'{schema}'"))}))
            LOOP EXECUTE format('ANALYZE %s', unknown); END LOOP;
        END $$
        """, ct);

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        // Another host may be at work for a while.
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The database's schema is older than this program, and the start was told not to change it.</summary>
public sealed class SchemaOutdatedException(IReadOnlyList<string> missing)
    : Exception($"The database lacks {missing.Count} migration(s): {string.Join(", ", missing)}. Run the command migrate, or start without --no-migrate.");
