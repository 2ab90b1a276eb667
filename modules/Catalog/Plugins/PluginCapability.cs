using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>What collectors and monitors understand of a plugin's capability (S14). Members of another form are left out.</summary>
/// <param name="SupportedSchema">The kinds of secrets that it works with.</param>
/// <param name="UseResourceSecret">Whether it uses the secret of the resource that it looks at.</param>
/// <param name="MonitoringType"><c>METRIC</c> or <c>LOG</c>; null when it does not monitor.</param>
/// <param name="SupportedProviders">The providers that it works with.</param>
public sealed record PluginCapability(IReadOnlyList<string> SupportedSchema, bool UseResourceSecret, string? MonitoringType, IReadOnlyList<string> SupportedProviders)
{
    internal static PluginCapability Of(JsonElement? capability) => new(
        Texts(Member(capability, "supported_schema")) ?? [],
        Member(capability, "use_resource_secret") is { ValueKind: JsonValueKind.True },
        Member(capability, "monitoring_type") is { ValueKind: JsonValueKind.String } type && type.GetString() is "METRIC" or "LOG" ? type.GetString() : null,
        Texts(Member(capability, "supported_providers")) ?? []);

    /// <summary>What is unusual about a capability; nothing of it is refused.</summary>
    internal static IEnumerable<string> Oddities(JsonElement? capability)
    {
        foreach (var list in new[] { "supported_schema", "supported_providers" })
            if (Member(capability, list) is { } value && Texts(value) is null)
                yield return $"capability.{list} is no list of texts.";
        if (Member(capability, "use_resource_secret") is { } flag && flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            yield return "capability.use_resource_secret is neither true nor false.";
        if (Member(capability, "monitoring_type") is { } type && !(type.ValueKind == JsonValueKind.String && type.GetString() is "METRIC" or "LOG"))
            yield return "capability.monitoring_type is neither METRIC nor LOG.";
    }

    private static JsonElement? Member(JsonElement? capability, string name) =>
        capability is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var value) ? value : null;

    private static IReadOnlyList<string>? Texts(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;
}

internal static class PluginForm
{
    /// <summary>Tells what is unusual about an entry without standing in its way (S14, S15).</summary>
    public static void WarnOfForm(this Plugin plugin, Warnings warnings)
    {
        if (plugin.ResourceType?.Split('.') is not [{ Length: > 0 }, { Length: > 0 }])
            warnings.Add("RESOURCE_TYPE_UNUSUAL", $"The resource type '{plugin.ResourceType}' is not of the form service.Purpose.", "resourceType");
        foreach (var oddity in PluginCapability.Oddities(plugin.Capability))
            warnings.Add("CAPABILITY_UNUSUAL", oddity, "capability");
    }
}
