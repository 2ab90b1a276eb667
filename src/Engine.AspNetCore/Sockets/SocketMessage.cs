using System.Text.Json;
using System.Text.Unicode;

namespace GraphQLPlugins.Engine.AspNetCore.Sockets;

/// <summary>A message from a client: <c>{"type", "id"?, "payload"?}</c>. Refers to the received bytes.</summary>
internal readonly struct SocketMessage : IOperationMessagePayload
{
    private SocketMessage(string type, string? id, ReadOnlyMemory<byte> payload)
    {
        Type = type;
        Id = id;
        PayloadJson = payload;
    }

    public string Type { get; }

    public string? Id { get; }

    /// <summary>The payload's JSON; empty when there is none, or null.</summary>
    public ReadOnlyMemory<byte> PayloadJson { get; }

    /// <inheritdoc/>
    public JsonElement? Payload
    {
        get
        {
            if (PayloadJson.IsEmpty) return null;
            using var document = JsonDocument.Parse(PayloadJson);
            return document.RootElement.Clone();
        }
    }

    /// <inheritdoc/>
    public T? As<T>() where T : class => PayloadJson.IsEmpty ? null : JsonSerializer.Deserialize<T>(PayloadJson.Span, JsonSerializerOptions.Web);

    /// <summary>Reads a message.</summary>
    /// <returns>False when it is no JSON object with a type.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> json, out SocketMessage message)
    {
        message = default;
        if (!Utf8.IsValid(json.Span)) return false;
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            string? type = null, id = null;
            ReadOnlyMemory<byte> payload = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("type"u8))
                {
                    if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
                    type = reader.GetString();
                }
                else if (reader.ValueTextEquals("id"u8))
                {
                    if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null)) return false;
                    id = reader.GetString();
                }
                else if (reader.ValueTextEquals("payload"u8))
                {
                    reader.Read();
                    var start = (int)reader.TokenStartIndex;
                    var isNull = reader.TokenType == JsonTokenType.Null;
                    reader.Skip();
                    payload = isNull ? default : json[start..(int)reader.BytesConsumed];
                }
                else
                {
                    reader.Skip();
                }
            }
            reader.Read();
            if (type is null) return false;
            message = new SocketMessage(type, id, payload);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair.
            return false;
        }
    }
}
