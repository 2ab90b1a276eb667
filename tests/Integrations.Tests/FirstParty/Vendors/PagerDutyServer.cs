using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

/// <summary>PagerDuty's Events API v2.</summary>
public sealed class PagerDutyServer : VendorServer
{
    /// <summary>Keys of 32 characters that services have.</summary>
    public List<string> Keys { get; } = ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"];

    /// <summary>Incidents that are open, by the service's key and their own.</summary>
    public Dictionary<(string Service, string Key), JsonObject> Open { get; } = [];

    protected override void Map(WebApplication app) => app.MapPost("/v2/enqueue", async (HttpContext http) =>
    {
        var body = (JsonObject)await BodyAsync(http);
        var (service, action, key) = ((string?)body["routing_key"] ?? "", (string?)body["event_action"], (string?)body["dedup_key"]);
        if (!Keys.Contains(service)) return Invalid("Invalid routing key");
        if (action == "resolve")
        {
            if (key is null) return Invalid("'dedup_key' is missing or blank");
            Open.Remove((service, key));
        }
        else if (action == "trigger")
        {
            if (body["payload"]?["summary"] is null || body["payload"]?["source"] is null || (string?)body["payload"]?["severity"] is not ("critical" or "error" or "warning" or "info")) return Invalid("'payload' is not valid");
            key ??= Guid.NewGuid().ToString("N");
            Open[(service, key)] = (JsonObject)body.DeepClone();
        }
        else
        {
            return Invalid("'event_action' is not valid");
        }
        return Results.Json(new { status = "success", message = "Event processed", dedup_key = key }, statusCode: 202);
    });

    private static IResult Invalid(string error) => Results.Json(new { status = "invalid event", message = "Event object is invalid", errors = new[] { error } }, statusCode: 400);
}
