using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Tokens;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>Events that did not happen, to try webhooks with.</summary>
internal static class Rehearsal
{
    private const int MaxDataBytes = 64 * 1024;
    private const int MaxDataDepth = 32;
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>The event's data, checked.</summary>
    /// <exception cref="InputInvalidException">The webhook is not told of such events, or the data is too large.</exception>
    public static JsonElement CheckedData(WebhookSubscription webhook, string eventType, JsonElement? data)
    {
        if (!webhook.Events.Contains(eventType))
            throw new InputInvalidException("eventType", $"The webhook is told of {string.Join(", ", webhook.Events)}.");
        var given = data is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? Nothing : data.Value;
        return given.ValueKind != JsonValueKind.Object ? throw new InputInvalidException("data", "An object is expected.")
            : System.Text.Encoding.UTF8.GetByteCount(given.GetRawText()) > MaxDataBytes ? throw new InputInvalidException("data", $"At most {MaxDataBytes} bytes are allowed.")
            : IsTooDeep(given, MaxDataDepth) ? throw new InputInvalidException("data", $"It nests deeper than {MaxDataDepth} levels.")
            : given;
    }

    /// <summary>A query reads what the app may read; whoever makes it run must be able to do so themselves.</summary>
    /// <exception cref="ScopeExceedsRequesterException">The caller may do less than the app.</exception>
    public static void RequireAsApp(WebhookSubscription webhook, App? app, Actor actor)
    {
        if (webhook.Query is not null && app?.MissingIn(actor) is { } scope) throw new ScopeExceedsRequesterException(scope, "id");
    }

    /// <summary>Within a body it lies deeper still, and many receivers read no more than 64 levels.</summary>
    private static bool IsTooDeep(JsonElement json, int levelsLeft) => json.ValueKind switch
    {
        JsonValueKind.Object => levelsLeft == 0 || json.EnumerateObject().Any(member => IsTooDeep(member.Value, levelsLeft - 1)),
        JsonValueKind.Array => levelsLeft == 0 || json.EnumerateArray().Any(item => IsTooDeep(item, levelsLeft - 1)),
        _ => false,
    };
}
