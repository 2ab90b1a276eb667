using System.Text.Json;

namespace GraphQLPlugins.Integrations.Webhooks.Events;

/// <summary>Which project an event is about, for those who want to hear of some only.</summary>
internal static class EventProject
{
    private const string ScopeStart = "project:";

    /// <summary>What the payload names as <c>projectId</c>, or as a <c>scope</c> that is a project; null for an event of the whole organization.</summary>
    public static Guid? Of(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            return null;
        if (payload.TryGetProperty("projectId", out var id) && id.ValueKind == JsonValueKind.String && Guid.TryParse(id.GetString(), out var project))
            return project;
        return payload.TryGetProperty("scope", out var scope) && scope.ValueKind == JsonValueKind.String && scope.GetString() is { } text
            && text.StartsWith(ScopeStart, StringComparison.Ordinal) && Guid.TryParse(text[ScopeStart.Length..], out project) ? project : null;
    }
}
