using System.Data.Common;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>Reads the outbox from a position on. PostgreSQL knows the oldest transaction that is still open, SQL Server the lowest row version that may still appear.</summary>
internal static class OutboxStatements
{
    private const string Columns = "organization_id, type, resource, topic, payload, actor, correlation_id, at";

    internal const string ReadPostgreSql = $"""
        SELECT h.horizon, o.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon) h
        LEFT JOIN LATERAL (SELECT id, tx, {Columns} FROM kernel.outbox WHERE tx >= @floor AND (@host::uuid IS NULL AND type IS NOT NULL OR topic IS NOT NULL AND origin_id <> @host) ORDER BY tx, id LIMIT @limit) o ON true
        """;

    // Rows that are being written are passed over: they lie above the horizon, so the next reading finds them.
    internal const string ReadSqlServer = $"""
        DECLARE @horizon bigint = CONVERT(bigint, MIN_ACTIVE_ROWVERSION());
        SELECT h.horizon, o.* FROM (SELECT @horizon AS horizon) h
        OUTER APPLY (SELECT TOP (@limit) id, CONVERT(bigint, version) AS tx, {Columns} FROM kernel.outbox WITH (READPAST)
          WHERE version >= CONVERT(binary(8), @floor) AND (@host IS NULL AND type IS NOT NULL OR topic IS NOT NULL AND origin_id <> @host) ORDER BY version) o
        ORDER BY o.tx
        """;

    internal const string CursorPostgreSql = "SELECT * FROM kernel.event_cursors WHERE consumer = {0} FOR UPDATE SKIP LOCKED";

    internal const string CursorSqlServer = "SELECT * FROM kernel.event_cursors WITH (ROWLOCK, UPDLOCK, READPAST) WHERE consumer = {0}";

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

    /// <summary>A consumer's cursor, held until the transaction ends; null while another host holds it.</summary>
    public static async Task<EventCursor?> TakeCursorAsync(this KernelDb db, string consumer, CancellationToken ct) =>
        (await db.EventCursors.FromSqlRaw(db.Database.IsPostgreSql() ? CursorPostgreSql : CursorSqlServer, consumer).AsTracking().ToListAsync(ct)).SingleOrDefault();

    private static async Task<(List<ReadRow> Rows, long Horizon)> ReadAsync(KernelDb db, long floor, Guid? host, int limit, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = db.Database.IsPostgreSql() ? ReadPostgreSql : ReadSqlServer;
            Add(command, "floor", floor);
            Add(command, "host", (object?)host ?? DBNull.Value, System.Data.DbType.Guid);
            Add(command, "limit", limit);
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

    private static void Add(DbCommand command, string name, object value, System.Data.DbType? type = null)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        if (type is { } known) parameter.DbType = known;
        command.Parameters.Add(parameter);
    }
}
