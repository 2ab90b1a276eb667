using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Secrets;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>One thing that an installed app shows.</summary>
[GraphQLName("AppComponent")]
public sealed class InstalledComponent
{
    internal AppComponent Component { get; init; } = null!;

    /// <summary>The app that shows it.</summary>
    public App App { get; init; } = null!;

    /// <summary>Where the app is installed.</summary>
    public AppInstallation Installation { get; init; } = null!;

    /// <summary>The id that requests for choices name.</summary>
    public Guid Uuid => Component.Id;

    /// <summary>Which kind, such as <c>issue-link</c>.</summary>
    public string Type => Component.Type;
}

[ObjectType<InstalledComponent>]
public static partial class InstalledComponentNode
{
    /// <summary>The element of the app's schema, with the choices of its fields as <c>choices</c> where they are asked from the app; those that load later are left out.</summary>
    public static async Task<JsonElement> GetSchemaAsync([Parent] InstalledComponent component, IAppSecretsDataLoader secrets, ComponentChoices choices, CancellationToken ct) =>
        (await PrepareAsync(component, secrets, choices, ct)).Schema;

    /// <summary>Why the component cannot be used as it is; null when all is well.</summary>
    public static async Task<string?> GetErrorAsync([Parent] InstalledComponent component, IAppSecretsDataLoader secrets, ComponentChoices choices, CancellationToken ct) =>
        (await PrepareAsync(component, secrets, choices, ct)).Error;

    private static async Task<(JsonElement Schema, string? Error)> PrepareAsync(InstalledComponent component, IAppSecretsDataLoader secrets, ComponentChoices choices, CancellationToken ct)
    {
        var schema = component.Component.Schema!.Value;
        var asked = FormFields.In(schema).Where(LoadsAtOnce).ToList();
        if (asked.Count == 0)
            return (schema, null);
        var secret = (await secrets.LoadRequiredAsync(component.App.Id, ct)).MaxBy(s => s.Version)!;
        var found = await Task.WhenAll(asked.Select(field => choices.FindAsync(component.App, secret, component.Installation, field, ChoicesRequest.Plain, ct)));
        var byName = asked.Zip(found).DistinctBy(pair => pair.First.GetProperty("name").GetString()).ToDictionary(pair => pair.First.GetProperty("name").GetString()!, pair => pair.Second);
        return (With(schema, byName), found.FirstOrDefault(options => options.Error is not null)?.Error);
    }

    private static bool LoadsAtOnce(JsonElement field) => field.TryGetProperty("uri", out _) && !IsSet(field, "skip_load_on_open") && !field.TryGetProperty("depends_on", out _);

    private static bool IsSet(JsonElement field, string flag) => field.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.True;

    private static JsonElement With(JsonElement schema, Dictionary<string, ComponentOptions> choices)
    {
        var copy = JsonNode.Parse(schema.GetRawText())!;
        Fill(copy, choices);
        return JsonSerializer.SerializeToElement(copy);
    }

    private static void Fill(JsonNode? node, Dictionary<string, ComponentOptions> choices)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Fill(item, choices);
            return;
        }
        if (node is not JsonObject members) return;
        foreach (var (_, value) in members.ToList()) Fill(value, choices);
        if (members["uri"] is null || members["name"] is not JsonValue name || !choices.TryGetValue(name.ToString(), out var found) || found.Error is not null) return;
        members["choices"] = new JsonArray([.. found.Choices.Select(choice => new JsonArray(JsonSerializer.SerializeToNode(choice.Value), choice.Label))]);
        if (found.DefaultValue is { } initial) members["defaultValue"] = JsonSerializer.SerializeToNode(initial);
    }
}
