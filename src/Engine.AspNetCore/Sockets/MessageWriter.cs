using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.AspNetCore.Sockets;

/// <summary>Writes messages to clients.</summary>
internal static class MessageWriter
{
    /// <summary>A message with a type and perhaps a payload.</summary>
    public static void WritePlain(ResultWriter output, ReadOnlySpan<byte> type, IReadOnlyDictionary<string, object?>? payload)
    {
        output.WriteRaw("{\"type\":\""u8);
        output.WriteRaw(type);
        output.WriteByte((byte)'"');
        if (payload is not null)
        {
            output.WriteRaw(",\"payload\":"u8);
            output.WriteAny(payload);
        }
        output.WriteByte((byte)'}');
    }

    /// <summary>A result of an operation.</summary>
    public static void WriteResult(ResultWriter output, SocketProtocol protocol, string id, IOperationResult result)
    {
        Open(output, id, protocol.ResultType);
        output.WriteRaw(",\"payload\":"u8);
        result.WriteTo(output);
        output.WriteByte((byte)'}');
    }

    /// <summary>The errors for which an operation was not run; they end it.</summary>
    public static void WriteErrors(ResultWriter output, SocketProtocol protocol, string id, IReadOnlyList<IError> errors)
    {
        Open(output, id, "error"u8);
        output.WriteRaw(",\"payload\":"u8);
        if (protocol.SingleError) output.WriteError(errors[0]);
        else output.WriteErrors(errors);
        output.WriteByte((byte)'}');
    }

    /// <summary>The end of an operation.</summary>
    public static void WriteComplete(ResultWriter output, string id)
    {
        Open(output, id, "complete"u8);
        output.WriteByte((byte)'}');
    }

    private static void Open(ResultWriter output, string id, ReadOnlySpan<byte> type)
    {
        output.WriteRaw("{\"id\":"u8);
        output.WriteString(id);
        output.WriteRaw(",\"type\":\""u8);
        output.WriteRaw(type);
        output.WriteByte((byte)'"');
    }
}
