using System.Data.Common;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>What a SQL Server's database must be set to.</summary>
internal static class SqlServerDatabase
{
    // SQL Server 2019: what EF Core writes its statements for unless it is told otherwise.
    private const int LeastCompatibilityLevel = 150;

    /// <summary>
    /// A command reads by a second connection what it has changed by the first, and claims pass over rows that others hold: both need readers that do not wait for writers, as PostgreSQL's never do.
    /// </summary>
    /// <exception cref="DatabaseUnfitException">A setting is another one; the message says how to change it.</exception>
    public static async Task RequireFitAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT QUOTENAME(d.name) AS quoted, d.is_read_committed_snapshot_on, d.compatibility_level FROM sys.databases AS d WHERE d.database_id = DB_ID()";
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var name = reader.GetString(0);
        if (!reader.GetBoolean(1))
            throw new DatabaseUnfitException($"readers wait for writers in the database {name}", $"ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE");
        if (reader.GetByte(2) < LeastCompatibilityLevel)
            throw new DatabaseUnfitException($"the database {name} is set to an older version of the language", $"ALTER DATABASE {name} SET COMPATIBILITY_LEVEL = {LeastCompatibilityLevel}");
    }
}

/// <summary>The database has a setting that the modules cannot work with.</summary>
public sealed class DatabaseUnfitException(string what, string statement) : Exception($"The database cannot be used as it is: {what}. Run this there, then start again: {statement}");
