using System.Text.Json;
using System.Text.Json.Serialization;

namespace GraphQLPlugins.Engine.Subscriptions;

/// <summary>Messages as JSON, for providers that cross processes.</summary>
public static class TopicMessage
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The message as UTF-8 JSON.</summary>
    public static byte[] Serialize<TMessage>(TMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Options);

    /// <summary>The message of a JSON text. Errors: <see cref="JsonException"/>.</summary>
    public static TMessage Deserialize<TMessage>(ReadOnlySpan<byte> message) => JsonSerializer.Deserialize<TMessage>(message, Options)!;
}
