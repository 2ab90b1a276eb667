using System.Text.Json;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Components;

namespace GraphQLPlugins.Integrations.Manifest;

/// <summary>An app as its manifest would say it, to compare before and after.</summary>
internal sealed class ManifestDiff
{
    private readonly Dictionary<string, JsonElement?> _values;
    private readonly Dictionary<string, Dictionary<string, JsonElement>> _lists;

    private ManifestDiff(App app)
    {
        _values = new()
        {
            ["name"] = OrNull(app.Name), ["author"] = OrNull(app.Author), ["overview"] = OrNull(app.Overview), ["webhookUrl"] = OrNull(app.WebhookUrl), ["redirectUrl"] = OrNull(app.RedirectUrl),
            ["verifyInstall"] = OrNull(app.VerifyInstall), ["isAlertable"] = OrNull(app.IsAlertable), ["metadata"] = app.Metadata,
        };
        _lists = new()
        {
            ["scopes"] = app.Scopes.ToDictionary(scope => scope, Json),
            ["events"] = AppEvents.Consolidate(app.StoredEvents).ToDictionary(resource => resource, Json),
            ["allowedOrigins"] = app.AllowedOrigins.ToDictionary(origin => origin, Json),
            ["components"] = SchemaElements.Of(app.Schema).ToDictionary(element => element.Type, element => element.Json),
        };
    }

    public static ManifestDiff Of(App app) => new(app);

    /// <summary>What became different, part by part.</summary>
    public IReadOnlyList<ManifestChange> To(ManifestDiff after) =>
    [
        .. _lists.SelectMany(list => Compare(list.Key, list.Value, after._lists[list.Key])),
        .. _values.Where(v => !Same(v.Value, after._values[v.Key])).Select(v => new ManifestChange(v.Key, Kind(v.Value, after._values[v.Key]), v.Key, v.Value, after._values[v.Key])),
    ];

    private static IEnumerable<ManifestChange> Compare(string part, Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after)
    {
        foreach (var name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            JsonElement? was = before.TryGetValue(name, out var b) ? b : null, will = after.TryGetValue(name, out var a) ? a : null;
            if (!Same(was, will))
                yield return new ManifestChange(part, Kind(was, will), name, was, will);
        }
    }

    private static ManifestChangeKind Kind(JsonElement? before, JsonElement? after) =>
        before is null ? ManifestChangeKind.Added : after is null ? ManifestChangeKind.Removed : ManifestChangeKind.Changed;

    private static bool Same(JsonElement? left, JsonElement? right) => left is null || right is null ? left is null && right is null : JsonElement.DeepEquals(left.Value, right.Value);

    private static JsonElement Json(string value) => JsonSerializer.SerializeToElement(value);

    private static JsonElement? OrNull(object? value) => value is null ? null : JsonSerializer.SerializeToElement(value);
}
