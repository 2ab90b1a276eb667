using System.Text.Json;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>The statements on the queue that depend on how a server locks rows.</summary>
internal static class JobStatements
{
    // A serial key's next job is the oldest one that waits, while none of its jobs runs. An index makes sure of the latter, should a retry cross a claim.
    private const string IsNext = """
        (j.serial_key IS NULL OR NOT EXISTS (SELECT 1 FROM kernel.jobs o WHERE o.organization_id = j.organization_id AND o.serial_key = j.serial_key
         AND (o.status = 'Running' OR (o.status = 'Queued' AND o.number < j.number))))
        """;

    internal const string ClaimPostgreSql = $$"""
        WITH next AS MATERIALIZED (
          SELECT j.id FROM kernel.jobs j WHERE j.status = 'Queued' AND j.due_at <= {2} AND j.kind = ANY ({3}) AND {{IsNext}}
          ORDER BY j.number LIMIT {4} FOR UPDATE OF j SKIP LOCKED)
        UPDATE kernel.jobs t SET status = 'Running', lease_owner = {0}, lease_until = {1}, started_at = COALESCE(t.started_at, {2}), attempt = t.attempt + 1
        FROM next WHERE t.id = next.id RETURNING t.id AS "Value"
        """;

    internal const string ClaimSqlServer = $$"""
        WITH next AS (
          SELECT TOP ({4}) j.* FROM kernel.jobs j WITH (ROWLOCK, UPDLOCK, READPAST, READCOMMITTEDLOCK)
          WHERE j.status = 'Queued' AND j.due_at <= {2} AND j.kind IN (SELECT k.value COLLATE {{BinaryCollation.SqlServer}} FROM OPENJSON({3}) k) AND {{IsNext}}
          ORDER BY j.number)
        UPDATE next SET status = 'Running', lease_owner = {0}, lease_until = {1}, started_at = COALESCE(started_at, {2}), attempt = attempt + 1
        OUTPUT inserted.id AS [Value];
        """;

    // Locked, so that no host starts it before the command that relies on its waiting has committed.
    internal const string WaitingPostgreSql =
        "SELECT * FROM kernel.jobs WHERE organization_id = {0} AND kind = {1} AND serial_key = {2} AND status = 'Queued' ORDER BY number LIMIT 1 FOR UPDATE";

    internal const string WaitingSqlServer =
        "SELECT TOP (1) * FROM kernel.jobs WITH (ROWLOCK, UPDLOCK) WHERE organization_id = {0} AND kind = {1} AND serial_key = {2} AND status = 'Queued' ORDER BY number";

    /// <summary>Takes up to <paramref name="count"/> jobs that are due, each of which no other host can take.</summary>
    public static async Task<List<Guid>> ClaimJobsAsync(this KernelDb db, Guid owner, DateTimeOffset now, DateTimeOffset leaseUntil, string[] kinds, int count, CancellationToken ct) =>
        db.Database.IsNpgsql()
            ? await db.Database.SqlQueryRaw<Guid>(ClaimPostgreSql, owner, leaseUntil, now, kinds, count).ToListAsync(ct)
            : await db.Database.SqlQueryRaw<Guid>(ClaimSqlServer, owner, leaseUntil, now, JsonSerializer.Serialize(kinds), count).ToListAsync(ct);

    /// <summary>The job of this kind and key that waits, held until the transaction ends; null when there is none.</summary>
    public static async Task<OperationJob?> WaitingJobAsync(this KernelDb db, Guid organizationId, string kind, string serialKey, CancellationToken ct) =>
        (await db.Jobs.FromSqlRaw(db.Database.IsNpgsql() ? WaitingPostgreSql : WaitingSqlServer, organizationId, kind, serialKey).ToListAsync(ct)).FirstOrDefault();

    /// <summary>Holds a job, so that it neither starts nor ends before the transaction does.</summary>
    public static async Task LockJobAsync(this KernelDb db, Guid jobId, CancellationToken ct)
    {
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM kernel.jobs WHERE id = {jobId} FOR UPDATE", ct);
        else
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM kernel.jobs WITH (ROWLOCK, UPDLOCK) WHERE id = {jobId}", ct);
    }
}
