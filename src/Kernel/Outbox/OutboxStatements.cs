using System.Data;
using System.Data.Common;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Reads the outbox from a position on. PostgreSQL knows the oldest transaction that is still open, SQL Server the lowest row version that may still appear.</summary>
internal static class OutboxStatements
{
    private const string Columns = "organization_id, type, resource, topic, payload, actor, correlation_id, at";

    internal const string ReadPostgreSql = $"""
        SELECT h.horizon, o.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon) h
        LEFT JOIN LATERAL (SELECT id, tx, {Columns} FROM kernel.outbox WHERE tx >= $1 AND ($2::uuid IS NULL AND type IS NOT NULL OR topic IS NOT NULL AND origin_id <> $2) ORDER BY tx, id LIMIT $3) o ON true
        """;

    // Rows that are being written are passed over: they lie above the horizon, so the next reading finds them. Where readers see versions of rows, only those that lock may pass over others' rows.
    internal const string ReadSqlServer = $"""
        DECLARE @horizon bigint = CONVERT(bigint, MIN_ACTIVE_ROWVERSION());
        SELECT h.horizon, o.* FROM (SELECT @horizon AS horizon) h
        OUTER APPLY (SELECT TOP ($3) id, CONVERT(bigint, version) AS tx, {Columns} FROM kernel.outbox WITH (READPAST, READCOMMITTEDLOCK)
          WHERE version >= CONVERT(binary(8), $1) AND ($2 IS NULL AND type IS NOT NULL OR topic IS NOT NULL AND origin_id <> $2) ORDER BY version) o
        ORDER BY o.tx
        """;

    private const string CursorPostgreSql = "SELECT floor, seen_json FROM kernel.event_cursors WHERE consumer = $1 FOR UPDATE SKIP LOCKED";

    private const string CursorSqlServer = "SELECT floor, seen_json FROM kernel.event_cursors WITH (ROWLOCK, UPDLOCK, READPAST, READCOMMITTEDLOCK) WHERE consumer = $1";

    private const string MoveCursorText = "UPDATE kernel.event_cursors SET floor = $2, seen_json = $3 WHERE consumer = $1";

    /// <summary>What is new since a position, which moves on.</summary>
    /// <param name="db">A context; its transaction is used when it has one.</param>
    /// <param name="position">Where to read from.</param>
    /// <param name="host">Null reads events; a host reads what other hosts tell subscribers.</param>
    /// <param name="count">How many new rows at most.</param>
    /// <param name="ct">Breaks off.</param>
    public static async Task<IReadOnlyList<ReadRow>> ReadOutboxAsync(this KernelDb db, OutboxPosition position, Guid? host, int count, CancellationToken ct)
    {
        var limit = count + position.SeenCount;
        var (rows, horizon) = await ReadAsync(db, position.Floor, host, limit, ct);
        return position.Advance(rows, horizon, isAll: rows.Count < limit);
    }

    /// <summary>The position after everything that is there.</summary>
    public static async Task<OutboxPosition> OutboxEndAsync(this KernelDb db, Guid? host, CancellationToken ct)
    {
        var (_, horizon) = await ReadAsync(db, long.MaxValue, host, 1, ct);
        var (rows, _) = await ReadAsync(db, horizon, host, int.MaxValue, ct);
        return new OutboxPosition(horizon, rows.ToDictionary(r => r.Id, r => r.Transaction));
    }

    /// <summary>How far a consumer is, held until the transaction ends; null while another host holds it. By hand, since a busy host does so fifty times a second.</summary>
    public static async Task<OutboxPosition?> TakeCursorAsync(this UnitOfWork work, string consumer, CancellationToken ct)
    {
        await using var batch = work.CreateStatements((work.IsPostgreSql ? CursorPostgreSql : CursorSqlServer, [consumer]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new OutboxPosition(reader.GetInt64(0), reader.GetString(1)) : null;
    }

    /// <summary>A consumer that is held goes on from here.</summary>
    public static void MoveCursor(this UnitOfWork work, string consumer, OutboxPosition position) => work.Write(MoveCursorText, consumer, position.Floor, position.SeenJson);

    private static async Task<(List<ReadRow> Rows, long Horizon)> ReadAsync(KernelDb db, long floor, Guid? host, int limit, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.CreateStatement(db.Database.IsPostgreSql() ? ReadPostgreSql : ReadSqlServer, floor, host ?? (object)DbType.Guid, limit);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<ReadRow>();
            var horizon = 0L;
            while (await reader.ReadAsync(ct))
            {
                horizon = reader.GetInt64(0);
                if (!reader.IsDBNull(1)) rows.Add(Row(reader));
            }
            return (rows, horizon);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static ReadRow Row(DbDataReader reader) => new(
        reader.GetGuid(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetGuid(3), Text(reader, 4), Text(reader, 5), Text(reader, 6), Text(reader, 7),
        reader.GetString(8), reader.GetString(9), reader.GetFieldValue<DateTimeOffset>(10));

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
