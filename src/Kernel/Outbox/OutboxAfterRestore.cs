using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>
/// A dump that is restored on another PostgreSQL server brings transaction numbers along that are ahead of that server's own; nothing new would be found
/// above them. So everything is numbered anew when that is seen at a start. SQL Server's row versions belong to the database and come with it.
/// </summary>
internal static class OutboxAfterRestore
{
    // In one statement, so that all is of one moment: whatever is written after it has a number that is no longer ahead.
    private const string IsAhead = """
        SELECT COALESCE(GREATEST((SELECT max(floor) FROM kernel.event_cursors), (SELECT max(tx) FROM kernel.outbox)), 0) > pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS "Value"
        """;

    /// <returns>Whether there was anything to mend.</returns>
    public static async Task<bool> MendAsync(KernelDb db, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql() || !await IsAheadAsync(db, ct)) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync("kernel:outbox:restore", ct);
        // Another host that starts at the same time may have been first.
        if (!await IsAheadAsync(db, ct)) return false;
        var now = (await db.Database.SqlQueryRaw<long>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS \"Value\"").ToListAsync(ct))[0];
        var cursors = await db.EventCursors.FromSqlRaw("SELECT * FROM kernel.event_cursors ORDER BY consumer FOR UPDATE").AsTracking().ToListAsync(ct);
        var unread = new Dictionary<EventCursor, List<Guid>>();
        foreach (var cursor in cursors)
        {
            var ids = await db.Outbox.Where(r => r.Type != null && EF.Property<long>(r, "Tx") >= cursor.Floor).Select(r => r.Id).ToListAsync(ct);
            unread[cursor] = [.. ids.Where(id => !cursor.Position.HasSeen(id))];
        }
        Guid[] kept = [.. unread.Values.SelectMany(ids => ids).Distinct()];
        await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(r => EF.Property<long>(r, "Tx"), 0L), ct);
        await db.Outbox.Where(r => kept.Contains(r.Id)).ExecuteUpdateAsync(set => set.SetProperty(r => EF.Property<long>(r, "Tx"), now), ct);
        foreach (var (cursor, ids) in unread) cursor.MoveTo(new OutboxPosition(now, kept.Except(ids).ToDictionary(id => id, _ => now)));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task<bool> IsAheadAsync(KernelDb db, CancellationToken ct) => (await db.Database.SqlQueryRaw<bool>(IsAhead).ToListAsync(ct))[0];
}
