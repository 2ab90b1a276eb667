using System.Text.Json;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>The statements on breakers. Rows are taken in the order of keys, those of queues before those of apps; see the statement that wakes.</summary>
internal static class BreakerStatements
{
    internal const string HoldPostgreSql = "SELECT b.app_id, b.breaker, b.resets FROM integrations.app_breakers b WHERE b.app_id = ANY ($1::uuid[]) ORDER BY b.app_id FOR UPDATE";

    internal const string HoldSqlServer = """
        SELECT b.app_id, b.breaker, b.resets FROM integrations.app_breakers b WITH (ROWLOCK, UPDLOCK)
        WHERE b.app_id IN (SELECT CONVERT(uniqueidentifier, k.value) FROM OPENJSON($1) k) ORDER BY b.app_id
        """;

    internal const string KeepPostgreSql = """
        UPDATE integrations.app_breakers b SET breaker = x.breaker FROM jsonb_to_recordset($1::jsonb) AS x(app_id uuid, breaker text) WHERE b.app_id = x.app_id
        """;

    internal const string KeepSqlServer = """
        UPDATE b SET breaker = x.breaker
        FROM OPENJSON($1) WITH (app_id uniqueidentifier, breaker nvarchar(1000) COLLATE Latin1_General_100_BIN2) AS x
        JOIN integrations.app_breakers b ON b.app_id = x.app_id
        """;

    internal const string ForgetPostgreSql = """
        WITH held AS MATERIALIZED (
          SELECT q.subscription_id FROM integrations.webhook_queues q JOIN integrations.webhook_subscriptions w ON w.id = q.subscription_id
          WHERE w.app_id = $1 AND w.origin <> 'Manual' ORDER BY q.subscription_id FOR UPDATE OF q)
        UPDATE integrations.webhook_queues q SET not_before = NULL, resets = q.resets + 1, due_at = CASE WHEN q.due_at IS NULL THEN NULL ELSE $2 END
        FROM held WHERE q.subscription_id = held.subscription_id
        """;

    internal const string ForgetSqlServer = """
        UPDATE q SET not_before = NULL, resets = q.resets + 1, due_at = CASE WHEN q.due_at IS NULL THEN NULL ELSE $2 END
        FROM integrations.webhook_queues q JOIN integrations.webhook_subscriptions w ON w.id = q.subscription_id
        WHERE w.app_id = $1 AND w.origin <> 'Manual'
        """;

    /// <summary>Adds what hosts saw of apps to what others did, inside the context's transaction.</summary>
    public static async Task CountAsync(this IntegrationsDb db, IReadOnlyCollection<AppOutcomes> told, BreakerRules rules, CancellationToken ct)
    {
        if (told.Count == 0) return;
        var byApp = told.ToLookup(t => t.AppId);
        var kept = (await db.HoldAsync([.. byApp.Select(t => t.Key)], ct)).ConvertAll(found => new { found.AppId, Breaker = Counted(found, byApp[found.AppId], rules) });
        await db.RunAsync(db.Database.IsNpgsql() ? KeepPostgreSql : KeepSqlServer, ct, JsonSerializer.Serialize(kept, DeliveryStatements.Json));
    }

    /// <summary>Forgets how one webhook's receiver has done, and sends what waits at once.</summary>
    public static Task ForgetFailuresAsync(this IntegrationsDb db, Guid webhookId, DateTimeOffset now, CancellationToken ct) =>
        db.WebhookQueues.Where(q => q.SubscriptionId == webhookId).ExecuteUpdateAsync(
            set => set.SetProperty(q => q.Breaker, (string?)null).SetProperty(q => q.NotBefore, (DateTimeOffset?)null).SetProperty(q => q.FailingDays, 0).SetProperty(q => q.Resets, q => q.Resets + 1)
                .SetProperty(q => q.DueAt, q => q.DueAt == null ? null : now), ct);

    /// <summary>Forgets how an app has done wherever it is installed, and sends what waits at once; each webhook's own breaker stays.</summary>
    public static async Task ForgetAppFailuresAsync(this IntegrationsDb db, Guid appId, DateTimeOffset now, CancellationToken ct)
    {
        await db.RunAsync(db.Database.IsNpgsql() ? ForgetPostgreSql : ForgetSqlServer, ct, appId, now);
        await db.AppBreakers.Where(b => b.AppId == appId).ExecuteUpdateAsync(set => set.SetProperty(b => b.Breaker, (string?)null).SetProperty(b => b.Resets, b => b.Resets + 1), ct);
    }

    private static string? Counted(AppCircuit found, IEnumerable<AppOutcomes> told, BreakerRules rules)
    {
        var breaker = Breaker.Of(found.Breaker, rules);
        // What was under way when it opened, or was reset, says nothing about the time since.
        foreach (var outcome in told.Where(t => t.Resets == found.Resets).SelectMany(t => t.Outcomes).OrderBy(o => o.At))
            if (breaker.Admits(outcome.At)) breaker.Add(outcome.Succeeded, outcome.At);
        return breaker.Store();
    }

    private static async Task<List<AppCircuit>> HoldAsync(this IntegrationsDb db, Guid[] apps, CancellationToken ct)
    {
        await using var command = db.Database.IsNpgsql() ? db.Database.CreateStatement(HoldPostgreSql, apps) : db.Database.CreateStatement(HoldSqlServer, JsonSerializer.Serialize(apps));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<AppCircuit>();
        while (await reader.ReadAsync(ct)) found.Add(new AppCircuit(reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt32(2)));
        return found;
    }
}
