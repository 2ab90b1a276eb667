using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Webhooks.Events;

/// <summary>An event as receivers are told of it.</summary>
/// <param name="Installation">The installation that it is about; such an event is for that one's app alone.</param>
internal sealed record EventTold(Guid Id, string Type, string? Resource, Guid? OrganizationId, Guid? ProjectId, Guid? Installation, string Data, string Actor, DateTimeOffset At)
{
    public static EventTold Of(EventRecord record)
    {
        if (record.Type.StartsWith(Apps.AppEvents.Installation + ".", StringComparison.Ordinal) && record.Payload.Deserialize<AppInstallationChanged>(Json) is { } change)
            return new EventTold(record.Id, record.Type, record.Resource, record.OrganizationId, null, change.InstallationId, About(change), JsonSerializer.Serialize(change.Actor, Json), record.At);
        return new EventTold(
            record.Id, record.Type, record.Resource, record.OrganizationId, EventProject.Of(record.Payload), null, record.Payload.GetRawText(), JsonSerializer.Serialize(ActorOf(record.Actor), Json), record.At);
    }

    /// <summary>Something that did not happen, to try a webhook with.</summary>
    public static EventTold Rehearsed(string type, JsonElement data, EventActor actor, DateTimeOffset now) =>
        new(OrderedId.Next(now), type, null, null, null, null, data.GetRawText(), JsonSerializer.Serialize(actor, Json), now);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    private static string About(AppInstallationChanged change) => new JsonObject
    {
        ["installation"] = new JsonObject
        {
            ["uuid"] = change.InstallationId, ["app"] = new JsonObject { ["uuid"] = change.AppId, ["slug"] = change.AppSlug }, ["organization"] = new JsonObject { ["uuid"] = change.OrganizationId },
        },
    }.ToJsonString();

    /// <summary>From the name that the audit has.</summary>
    private static EventActor ActorOf(string name) =>
        name == "system" ? new EventActor("application", "system", "system")
        : name.StartsWith("app/", StringComparison.Ordinal) ? new EventActor("application", name["app/".Length..], name)
        : new EventActor("user", name, name);
}
