using System.Text.Json;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Manifest;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>A webhook that an app's manifest names: every installation of the app gets it.</summary>
public sealed record ManifestWebhook(string Identifier, string TargetUrl, IReadOnlyList<string> Events, string? Query, bool StrictOrder);

/// <summary>The member <c>webhooks</c> of manifests: a list of objects with <c>identifier</c>, <c>targetUrl</c>, <c>events</c>, and perhaps <c>query</c> and <c>strictOrder</c>.</summary>
internal sealed class ManifestWebhooks(WebhookWriting writing, AppWebhooks webhooks) : IManifestSection
{
    internal const int MaxCount = 20;
    private static readonly string[] Members = ["identifier", "targetUrl", "events", "query", "strictOrder"];

    public string Member => "webhooks";

    public async Task<IReadOnlyList<ManifestChange>> ApplyAsync(App app, JsonElement? value, CancellationToken ct)
    {
        var wanted = await ReadAsync(app, value, ct);
        var changes = Compare(app.ManifestWebhooks, wanted);
        app.TakeWebhooks(wanted);
        await webhooks.FollowAsync(app, ct);
        return changes;
    }

    private async Task<IReadOnlyList<ManifestWebhook>> ReadAsync(App app, JsonElement? value, CancellationToken ct)
    {
        if (value is null or { ValueKind: JsonValueKind.Null })
            return [];
        if (value.Value.ValueKind != JsonValueKind.Array || value.Value.GetArrayLength() > MaxCount)
            throw new AppManifestInvalidException($"The manifest's 'webhooks' must be a list of at most {MaxCount} objects.");
        var read = new List<ManifestWebhook>();
        foreach (var item in value.Value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || item.EnumerateObject().Any(m => !Members.Contains(m.Name)))
                throw new AppManifestInvalidException($"A webhook of a manifest is an object with {string.Join(", ", Members)}.");
            var identifier = WebhookWriting.CheckedIdentifier(Text(item, "identifier"));
            if (identifier == AppWebhooks.Identifier || read.Exists(other => other.Identifier == identifier))
                throw new AppManifestInvalidException($"The manifest names the webhook '{identifier}' twice, or the name is that of the app's own.");
            var settings = await writing.CheckAsync(app, Text(item, "targetUrl") ?? "", Texts(item, "events"), Text(item, "query"), Flag(item, "strictOrder"), ct);
            read.Add(new ManifestWebhook(identifier, settings.TargetUrl, settings.Events, settings.Query, settings.StrictOrder));
        }
        return read;
    }

    private List<ManifestChange> Compare(IReadOnlyList<ManifestWebhook> before, IReadOnlyList<ManifestWebhook> after)
    {
        var changes = new List<ManifestChange>();
        foreach (var identifier in before.Concat(after).Select(w => w.Identifier).Distinct().Order(StringComparer.Ordinal))
        {
            var (was, will) = (Json(before.FirstOrDefault(w => w.Identifier == identifier)), Json(after.FirstOrDefault(w => w.Identifier == identifier)));
            if (was is null || will is null || !JsonElement.DeepEquals(was.Value, will.Value))
                changes.Add(new ManifestChange(Member, was is null ? ManifestChangeKind.Added : will is null ? ManifestChangeKind.Removed : ManifestChangeKind.Changed, identifier, was, will));
        }
        return changes;
    }

    private static JsonElement? Json(ManifestWebhook? webhook) => webhook is null ? null : JsonSerializer.SerializeToElement(webhook, JsonSerializerOptions.Web);

    private static string? Text(JsonElement item, string name) => !item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new AppManifestInvalidException($"A webhook's '{name}' must be a text.");

    private static bool Flag(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw new AppManifestInvalidException($"A webhook's '{name}' must be true or false."),
    };

    private static List<string> Texts(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(e => e.GetString()!)]
            : throw new AppManifestInvalidException($"A webhook's '{name}' must be a list of texts.");
}
