using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>One import at a time into a repository, whichever host runs it. Held by a connection, so it cannot outlive its holder.</summary>
internal sealed class ImportLock : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly string _release;

    private ImportLock(DbConnection connection, string release) => (_connection, _release) = (connection, release);

    public static async Task<ImportLock> TakeAsync(StorageServer server, string repository, CancellationToken ct)
    {
        var number = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"catalog.import:{repository}")));
        var connection = server.CreateSession();
        try
        {
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = server.Options.IsPostgreSql
                ? $"SELECT pg_try_advisory_lock({number})"
                : $"DECLARE @result int; EXEC @result = sp_getapplock @Resource = 'catalog.import.{number}', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0; SELECT CAST(CASE WHEN @result >= 0 THEN 1 ELSE 0 END AS bit)";
            if (await command.ExecuteScalarAsync(ct) is not true)
                throw new ImportBusyException(repository);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        return new ImportLock(connection, server.Options.IsPostgreSql
            ? $"SELECT pg_advisory_unlock({number})"
            : $"EXEC sp_releaseapplock @Resource = 'catalog.import.{number}', @LockOwner = 'Session'");
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = _connection;
        await using var command = connection.CreateCommand();
        command.CommandText = _release;
        await command.ExecuteNonQueryAsync();
    }
}
