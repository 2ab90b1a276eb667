using System.Text.Json;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Events;

/// <summary>
/// The statement that makes deliveries of events: which webhooks want one is decided where they are stored, so that fifty receivers cost this host no more than one. $1 are the events in their
/// order, $2 is the time, $3 the beginning of the deliveries' ids, which a number completes.
/// </summary>
internal static class MatchStatements
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // Of an event of one organization only its topics are looked at. An app hears of its own coming and going, whatever its state is, and of nobody else's. Queues are held in the order of keys;
    // see the statement that wakes.
    internal const string PostgreSql = """
        WITH told AS MATERIALIZED (
          SELECT x.* FROM jsonb_to_recordset($1::jsonb) AS x(ord int, id uuid, type text, resource text, organization_id uuid, project_id uuid, installation uuid, data text, actor text, at timestamptz)),
        topics AS (
          SELECT x.ord, t.subscription_id FROM told x JOIN integrations.webhook_topics t ON t.event_type = x.type AND t.organization_id = x.organization_id
          UNION ALL
          SELECT x.ord, t.subscription_id FROM told x JOIN integrations.webhook_topics t ON t.event_type = x.type WHERE x.organization_id IS NULL),
        wanted AS MATERIALIZED (
          SELECT row_number() OVER (ORDER BY x.ord, w.id) AS n, x.id AS event_id, x.type, w.id AS subscription_id, w.organization_id, CASE WHEN w.origin <> 'Manual' THEN w.app_id END AS app_id
          FROM topics t JOIN told x ON x.ord = t.ord
          JOIN integrations.webhook_subscriptions w ON w.id = t.subscription_id
          LEFT JOIN integrations.app_installations i ON i.id = w.installation_id
          WHERE x.at >= w.created_at AND CASE
            WHEN w.installation_id IS NOT NULL AND x.installation IS NOT NULL THEN w.installation_id = x.installation
            WHEN w.installation_id IS NOT NULL AND i.status IS DISTINCT FROM 'Installed' THEN false
            ELSE x.project_id IS NULL OR ((cardinality(w.project_ids) = 0 OR x.project_id = ANY (w.project_ids)) AND (i.id IS NULL OR cardinality(i.project_ids) = 0 OR x.project_id = ANY (i.project_ids))) END),
        kept AS (
          INSERT INTO integrations.webhook_events (id, type, resource, data, actor, at, created_at)
          SELECT x.id, x.type, x.resource, x.data, x.actor, x.at, $2 FROM told x WHERE x.id IN (SELECT m.event_id FROM wanted m)
          ON CONFLICT DO NOTHING),
        made AS (
          INSERT INTO integrations.webhook_deliveries (id, organization_id, subscription_id, app_id, event_id, event_type, message_id, created_at, status, attempt_count, attempts)
          SELECT m.id, m.organization_id, m.subscription_id, m.app_id, m.event_id, m.type, m.id, $2, 'Pending', 0, '[]'
          FROM (SELECT ($3 || lpad(to_hex(n), 8, '0'))::uuid AS id, * FROM wanted) m ORDER BY m.n),
        woken AS MATERIALIZED (
          SELECT q.subscription_id FROM integrations.webhook_queues q WHERE q.subscription_id IN (SELECT m.subscription_id FROM wanted m) ORDER BY q.subscription_id FOR UPDATE)
        UPDATE integrations.webhook_queues q SET wake = q.wake + 1, due_at = LEAST(q.due_at, GREATEST($2, q.not_before)) FROM woken WHERE q.subscription_id = woken.subscription_id
        """;

    // Only the last statement's rows are counted, as PostgreSQL does it.
    internal const string SqlServer = """
        SET NOCOUNT ON;
        DECLARE @told TABLE (ord int NOT NULL PRIMARY KEY, id uniqueidentifier NOT NULL, type nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL, resource nvarchar(400) COLLATE Latin1_General_100_BIN2,
          organization_id uniqueidentifier, project_id uniqueidentifier, installation uniqueidentifier, data nvarchar(max) COLLATE Latin1_General_100_BIN2, actor nvarchar(2000) COLLATE Latin1_General_100_BIN2,
          at datetimeoffset NOT NULL);
        INSERT INTO @told SELECT x.ord, x.id, x.type, x.resource, x.organization_id, x.project_id, x.installation, x.data, x.actor, x.at
        FROM OPENJSON($1) WITH (ord int, id uniqueidentifier, type nvarchar(100), resource nvarchar(400), organization_id uniqueidentifier, project_id uniqueidentifier, installation uniqueidentifier,
          data nvarchar(max), actor nvarchar(2000), at datetimeoffset) AS x;
        DECLARE @wanted TABLE (n bigint NOT NULL PRIMARY KEY, event_id uniqueidentifier NOT NULL, type nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL, subscription_id uniqueidentifier NOT NULL,
          organization_id uniqueidentifier NOT NULL, app_id uniqueidentifier);
        INSERT INTO @wanted
        SELECT ROW_NUMBER() OVER (ORDER BY x.ord, w.id), x.id, x.type, w.id, w.organization_id, CASE WHEN w.origin <> 'Manual' THEN w.app_id END
        FROM (
          SELECT x.ord, t.subscription_id FROM @told x JOIN integrations.webhook_topics t ON t.event_type = x.type AND t.organization_id = x.organization_id
          UNION ALL
          SELECT x.ord, t.subscription_id FROM @told x JOIN integrations.webhook_topics t ON t.event_type = x.type WHERE x.organization_id IS NULL) t
        JOIN @told x ON x.ord = t.ord
        JOIN integrations.webhook_subscriptions w ON w.id = t.subscription_id
        LEFT JOIN integrations.app_installations i ON i.id = w.installation_id
        WHERE x.at >= w.created_at AND 1 = CASE
          WHEN w.installation_id IS NOT NULL AND x.installation IS NOT NULL THEN CASE WHEN w.installation_id = x.installation THEN 1 ELSE 0 END
          WHEN w.installation_id IS NOT NULL AND (i.status IS NULL OR i.status <> 'Installed') THEN 0
          WHEN x.project_id IS NULL THEN 1
          WHEN w.project_ids <> '[]' AND NOT EXISTS (SELECT 1 FROM OPENJSON(w.project_ids) p WHERE CONVERT(uniqueidentifier, p.value) = x.project_id) THEN 0
          WHEN i.project_ids <> '[]' AND NOT EXISTS (SELECT 1 FROM OPENJSON(i.project_ids) p WHERE CONVERT(uniqueidentifier, p.value) = x.project_id) THEN 0
          ELSE 1 END;
        INSERT INTO integrations.webhook_events (id, type, resource, data, actor, at, created_at)
        SELECT x.id, x.type, x.resource, x.data, x.actor, x.at, $2 FROM @told x
        WHERE EXISTS (SELECT 1 FROM @wanted m WHERE m.event_id = x.id) AND NOT EXISTS (SELECT 1 FROM integrations.webhook_events e WHERE e.id = x.id);
        INSERT INTO integrations.webhook_deliveries (id, organization_id, subscription_id, app_id, event_id, event_type, message_id, created_at, status, attempt_count, attempts)
        SELECT m.id, m.organization_id, m.subscription_id, m.app_id, m.event_id, m.type, m.id, $2, 'Pending', 0, '[]'
        FROM (SELECT CONVERT(uniqueidentifier, STUFF(STUFF(STUFF(STUFF($3 + CONVERT(char(8), CONVERT(binary(4), n), 2), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')) AS id, * FROM @wanted) m ORDER BY m.n;
        SET NOCOUNT OFF;
        UPDATE q SET wake = q.wake + 1, due_at = CASE WHEN q.due_at <= d.at THEN q.due_at ELSE d.at END
        FROM integrations.webhook_queues q CROSS APPLY (SELECT CASE WHEN q.not_before > $2 THEN q.not_before ELSE $2 END AS at) d
        WHERE q.subscription_id IN (SELECT m.subscription_id FROM @wanted m);
        """;

    // A number of 32 bits takes the place of the id's last ones; what is before them is of one host at one moment.
    private const int BeginningLength = 24;

    /// <summary>Makes a delivery for each webhook that wants one of the events, in their order, inside the context's transaction.</summary>
    /// <returns>Whether there was any.</returns>
    public static async Task<bool> QueueMatchingAsync(this IntegrationsDb db, IReadOnlyList<EventTold> told, DateTimeOffset now, CancellationToken ct)
    {
        var events = JsonSerializer.Serialize(told.Select((e, ord) => new { Ord = ord, e.Id, e.Type, e.Resource, e.OrganizationId, e.ProjectId, e.Installation, e.Data, e.Actor, e.At }), Json);
        return await db.RunAsync(db.Database.IsNpgsql() ? PostgreSql : SqlServer, ct, events, now, OrderedId.Next(now).ToString("N")[..BeginningLength]) > 0;
    }
}
