using System.Data.Common;
using System.Text.Json;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Integrations.Webhooks.Log;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>A webhook that one host has to itself for a while.</summary>
internal sealed record ClaimedQueue(Guid SubscriptionId, Guid LeaseId, long Wake, int Resets, string? Breaker, int FailingDays, DateOnly? LastFailingDay, DateTimeOffset? WatchedUntil);

/// <summary>A delivery whose turn it is, with the event that it tells of; without one when that is too old to be kept.</summary>
internal sealed record DueDelivery(
    Guid Id, Guid SubscriptionId, Guid MessageId, string EventType, int AttemptCount, string Attempts, bool IsRetry, bool IsReplay, string? Body, DateTimeOffset CreatedAt, string? Resource, string? Data,
    string? Actor, DateTimeOffset? At);

/// <summary>How an attempt ended.</summary>
internal sealed record DeliveryResult(
    Guid Id, Guid SubscriptionId, Guid LeaseId, WebhookDeliveryStatus Status, int AttemptCount, JsonElement Attempts, int? StatusCode, int? DurationMs, DateTimeOffset? NextRetryAt,
    DateTimeOffset? FinishedAt, string? Body)
{
    /// <summary>Whether somebody wants to be told.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsWatched { get; init; }
}

/// <summary>A webhook that its host gives back.</summary>
internal sealed record QueueRelease(
    Guid SubscriptionId, Guid LeaseId, long Wake, int Resets, bool HasMore, DateTimeOffset? NotBefore, string? Breaker, int FailingDays, DateOnly? LastFailingDay)
{
    /// <summary>How requests to the app that it comes with ended; null when there were none, or when it comes with none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public AppOutcomes? App { get; init; }
}

/// <summary>
/// The statements of the workers. Work is found by one row a webhook, never by looking through deliveries, so a million that wait slow nobody down; results are
/// written many at a time, and only while the lease is held.
/// </summary>
internal static class DeliveryStatements
{
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    internal const string ClaimPostgreSql = """
        WITH next AS MATERIALIZED (
          SELECT q.subscription_id FROM integrations.webhook_queues q WHERE q.due_at <= $1 AND (q.leased_until IS NULL OR q.leased_until <= $1)
          ORDER BY q.due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        UPDATE integrations.webhook_queues q SET lease_id = $3, leased_until = $4 FROM next WHERE q.subscription_id = next.subscription_id
        RETURNING q.subscription_id, q.wake, q.resets, q.breaker, q.failing_days, q.last_failing_day, q.watched_until
        """;

    internal const string ClaimSqlServer = """
        WITH next AS (
          SELECT TOP ($2) q.* FROM integrations.webhook_queues q WITH (ROWLOCK, UPDLOCK, READPAST, READCOMMITTEDLOCK) WHERE q.due_at <= $1 AND (q.leased_until IS NULL OR q.leased_until <= $1)
          ORDER BY q.due_at)
        UPDATE next SET lease_id = $3, leased_until = $4
        OUTPUT inserted.subscription_id, inserted.wake, inserted.resets, inserted.breaker, inserted.failing_days, inserted.last_failing_day, inserted.watched_until;
        """;

    private const string Due = "d.id, d.subscription_id, d.message_id, d.event_type, d.attempt_count, d.attempts, d.next_retry_at, d.replay_of, d.body, d.created_at";

    // Retries first, then what was never sent, each in its order and from an index of its own.
    internal const string HeadsPostgreSql = $"""
        SELECT d.*, e.resource, e.data, e.actor, e.at FROM unnest($1::uuid[]) w(id) CROSS JOIN LATERAL (
          (SELECT {Due}, d.number, 0 AS turn, d.event_id FROM integrations.webhook_deliveries d
           WHERE d.subscription_id = w.id AND d.status = 'Pending' AND d.next_retry_at IS NOT NULL AND d.next_retry_at <= $2 ORDER BY d.next_retry_at, d.number LIMIT $3)
          UNION ALL
          (SELECT {Due}, d.number, 1 AS turn, d.event_id FROM integrations.webhook_deliveries d
           WHERE d.subscription_id = w.id AND d.status = 'Pending' AND d.next_retry_at IS NULL ORDER BY d.number LIMIT $3)) d
        LEFT JOIN integrations.webhook_events e ON e.id = d.event_id
        ORDER BY d.subscription_id, d.turn, d.next_retry_at, d.number
        """;

    internal const string HeadsSqlServer = $"""
        SELECT d.*, e.resource, e.data, e.actor, e.at FROM OPENJSON($1) w CROSS APPLY (
          SELECT * FROM (SELECT TOP ($3) {Due}, d.number, 0 AS turn, d.event_id FROM integrations.webhook_deliveries d
           WHERE d.subscription_id = CONVERT(uniqueidentifier, w.value) AND d.status = 'Pending' AND d.next_retry_at IS NOT NULL AND d.next_retry_at <= $2 ORDER BY d.next_retry_at, d.number) r
          UNION ALL
          SELECT * FROM (SELECT TOP ($3) {Due}, d.number, 1 AS turn, d.event_id FROM integrations.webhook_deliveries d
           WHERE d.subscription_id = CONVERT(uniqueidentifier, w.value) AND d.status = 'Pending' AND d.next_retry_at IS NULL ORDER BY d.number) f) d
        LEFT JOIN integrations.webhook_events e ON e.id = d.event_id
        ORDER BY d.subscription_id, d.turn, d.next_retry_at, d.number
        """;

    internal const string ResultsPostgreSql = """
        UPDATE integrations.webhook_deliveries d SET status = x.status, attempt_count = x.attempt_count, attempts = x.attempts, status_code = x.status_code, duration_ms = x.duration_ms,
          next_retry_at = x.next_retry_at, finished_at = x.finished_at, body = COALESCE(d.body, x.body)
        FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, subscription_id uuid, lease_id uuid, status text, attempt_count int, attempts jsonb, status_code int, duration_ms int,
          next_retry_at timestamptz, finished_at timestamptz, body text)
        JOIN integrations.webhook_queues q ON q.subscription_id = x.subscription_id AND q.lease_id = x.lease_id
        WHERE d.id = x.id AND d.status = 'Pending'
        """;

    // Texts from JSON that meet a column's in one expression need the column's collation.
    internal const string ResultsSqlServer = """
        UPDATE d SET status = x.status, attempt_count = x.attempt_count, attempts = x.attempts, status_code = x.status_code, duration_ms = x.duration_ms,
          next_retry_at = x.next_retry_at, finished_at = x.finished_at, body = COALESCE(d.body, x.body)
        FROM OPENJSON($1) WITH (id uniqueidentifier, subscription_id uniqueidentifier, lease_id uniqueidentifier, status nvarchar(16), attempt_count int, attempts nvarchar(max) AS JSON, status_code int,
          duration_ms int, next_retry_at datetimeoffset, finished_at datetimeoffset, body nvarchar(max) COLLATE Latin1_General_100_BIN2) AS x
        JOIN integrations.webhook_queues q ON q.subscription_id = x.subscription_id AND q.lease_id = x.lease_id
        JOIN integrations.webhook_deliveries d ON d.id = x.id
        WHERE d.status = 'Pending'
        """;

    // Whatever was brought or reset since the claim counts as more to do. Rows are taken in the order of keys; see the statement that wakes.
    internal const string ReleasePostgreSql = """
        WITH given AS MATERIALIZED (
          SELECT x.*, (SELECT min(d.next_retry_at) FROM integrations.webhook_deliveries d WHERE d.subscription_id = x.subscription_id AND d.status = 'Pending' AND d.next_retry_at IS NOT NULL) AS next_retry_at
          FROM jsonb_to_recordset($1::jsonb) AS x(subscription_id uuid, lease_id uuid, wake bigint, resets int, has_more bool, not_before timestamptz, breaker text, failing_days int, last_failing_day date)),
        held AS MATERIALIZED (SELECT q.subscription_id FROM integrations.webhook_queues q WHERE q.subscription_id IN (SELECT g.subscription_id FROM given g) ORDER BY q.subscription_id FOR UPDATE)
        UPDATE integrations.webhook_queues q SET lease_id = NULL, leased_until = NULL,
          due_at = CASE
            WHEN q.resets <> g.resets THEN $2
            WHEN q.wake <> g.wake OR g.has_more THEN GREATEST($2, g.not_before)
            WHEN g.next_retry_at IS NULL THEN NULL
            ELSE GREATEST(g.next_retry_at, g.not_before) END,
          not_before = CASE WHEN q.resets <> g.resets THEN NULL ELSE g.not_before END,
          breaker = CASE WHEN q.resets <> g.resets THEN q.breaker ELSE g.breaker END,
          failing_days = CASE WHEN q.resets <> g.resets THEN q.failing_days ELSE g.failing_days END, last_failing_day = g.last_failing_day
        FROM given g, held h WHERE h.subscription_id = g.subscription_id AND q.subscription_id = g.subscription_id AND q.lease_id = g.lease_id
        """;

    internal const string ReleaseSqlServer = """
        UPDATE q SET lease_id = NULL, leased_until = NULL,
          due_at = CASE
            WHEN q.resets <> g.resets THEN $2
            WHEN q.wake <> g.wake OR g.has_more = 1 THEN CASE WHEN g.not_before > $2 THEN g.not_before ELSE $2 END
            WHEN n.next_retry_at IS NULL THEN NULL
            WHEN g.not_before > n.next_retry_at THEN g.not_before ELSE n.next_retry_at END,
          not_before = CASE WHEN q.resets <> g.resets THEN NULL ELSE g.not_before END,
          breaker = CASE WHEN q.resets <> g.resets THEN q.breaker ELSE g.breaker END,
          failing_days = CASE WHEN q.resets <> g.resets THEN q.failing_days ELSE g.failing_days END, last_failing_day = g.last_failing_day
        FROM OPENJSON($1) WITH (subscription_id uniqueidentifier, lease_id uniqueidentifier, wake bigint, resets int, has_more bit, not_before datetimeoffset, breaker nvarchar(1000) COLLATE Latin1_General_100_BIN2,
          failing_days int, last_failing_day date) AS g
        CROSS APPLY (SELECT MIN(d.next_retry_at) AS next_retry_at FROM integrations.webhook_deliveries d
          WHERE d.subscription_id = g.subscription_id AND d.status = 'Pending' AND d.next_retry_at IS NOT NULL) n
        JOIN integrations.webhook_queues q ON q.subscription_id = g.subscription_id AND q.lease_id = g.lease_id
        """;

    /// <summary>Takes webhooks that have something due, the one that has waited longest first; no other host has them until the lease is over.</summary>
    public static async Task<List<ClaimedQueue>> ClaimAsync(this IntegrationsDb db, int count, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken ct)
    {
        var lease = Guid.NewGuid();
        await using var command = db.Database.CreateStatement(db.Database.IsNpgsql() ? ClaimPostgreSql : ClaimSqlServer, now, count, lease, leasedUntil);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<ClaimedQueue>();
        while (await reader.ReadAsync(ct))
            claimed.Add(new ClaimedQueue(
                reader.GetGuid(0), lease, reader.GetInt64(1), reader.GetInt32(2), Text(reader, 3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<DateOnly>(5), Time(reader, 6)));
        return claimed;
    }

    /// <summary>What is to be sent next for each of some webhooks, in order: retries that are due, then what was never sent, up to a number of each.</summary>
    public static async Task<ILookup<Guid, DueDelivery>> HeadsAsync(this IntegrationsDb db, Guid[] subscriptions, DateTimeOffset now, int count, CancellationToken ct)
    {
        await using var command = db.Database.IsNpgsql()
            ? db.Database.CreateStatement(HeadsPostgreSql, subscriptions, now, count)
            : db.Database.CreateStatement(HeadsSqlServer, JsonSerializer.Serialize(subscriptions), now, count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<DueDelivery>();
        while (await reader.ReadAsync(ct))
            due.Add(new DueDelivery(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3), reader.GetInt32(4), reader.GetString(5), !reader.IsDBNull(6), !reader.IsDBNull(7), Text(reader, 8),
                reader.GetFieldValue<DateTimeOffset>(9), Text(reader, 13), Text(reader, 14), Text(reader, 15), Time(reader, 16)));
        return due.ToLookup(d => d.SubscriptionId);
    }

    /// <summary>Writes how attempts ended, then gives webhooks back. What belongs to a lease that is over is left out: another host does it again.</summary>
    public static async Task WriteAsync(this IntegrationsDb db, IReadOnlyCollection<DeliveryResult> results, IReadOnlyCollection<QueueRelease> releases, DateTimeOffset now, CancellationToken ct)
    {
        var isPostgreSql = db.Database.IsNpgsql();
        if (results.Count > 0)
            await db.RunAsync(isPostgreSql ? ResultsPostgreSql : ResultsSqlServer, ct, JsonSerializer.Serialize(results, Json));
        if (releases.Count > 0)
            await db.RunAsync(isPostgreSql ? ReleasePostgreSql : ReleaseSqlServer, ct, JsonSerializer.Serialize(releases, Json), now);
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
