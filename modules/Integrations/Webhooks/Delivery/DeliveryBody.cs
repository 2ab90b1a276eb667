using System.Buffers;
using System.Text.Json;
using GraphQLPlugins.Integrations.Webhooks.Events;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>The body that is sent: what happened, where the receiver is installed, the data, and who did it. Nothing in it depends on the attempt.</summary>
internal static class DeliveryBody
{
    /// <param name="data">What stands as <c>data</c>, as JSON.</param>
    /// <param name="errors">What stands as <c>errors</c>, as JSON; null leaves it out.</param>
    public static byte[] Write(WebhookSubscription webhook, string type, DateTimeOffset at, string data, string actor, string? errors = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + data.Length);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", at);
            json.WriteString("action", type[(type.IndexOf('.') + 1)..]);
            json.WriteStartObject(webhook.PluginName is null ? "installation" : "plugin");
            if (webhook.PluginName is { } plugin) json.WriteString("name", plugin);
            else json.WriteString("uuid", webhook.InstallationId!.Value);
            json.WriteEndObject();
            json.WritePropertyName("data");
            json.WriteRawValue(data);
            if (errors is not null)
            {
                json.WritePropertyName("errors");
                json.WriteRawValue(errors);
            }
            json.WritePropertyName("actor");
            json.WriteRawValue(actor);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The body of an event that is sent as it is.</summary>
    public static byte[] Write(WebhookSubscription webhook, EventTold told) => Write(webhook, told.Type, told.At, told.Data, told.Actor);
}
