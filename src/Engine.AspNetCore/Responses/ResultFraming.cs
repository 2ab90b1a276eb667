using System.Buffers;
using GraphQLPlugins.Engine.AspNetCore.Negotiation;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Responses;

/// <summary>What stands before, between and after the results of a response.</summary>
/// <remarks>
/// Multipart: RFC 2046 with the boundary <c>-</c>. Server-sent events: one <c>next</c> a result, <c>complete</c> at the end.
/// </remarks>
internal static class ResultFraming
{
    public static string ContentTypeOf(ResponseFormat format) => format switch
    {
        ResponseFormat.GraphQLResponse => MediaTypes.GraphQLResponse,
        ResponseFormat.Json => MediaTypes.Json,
        ResponseFormat.Multipart => MediaTypes.Multipart,
        _ => MediaTypes.EventStream,
    };

    /// <summary>One result with what surrounds it.</summary>
    public static void WriteResult(IBufferWriter<byte> output, ResponseFormat format, IOperationResult result)
    {
        output.Write(format == ResponseFormat.Multipart
            ? "\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"u8
            : "event: next\ndata: "u8);
        result.WriteTo(output);
        if (format == ResponseFormat.EventStream) output.Write("\n\n"u8);
    }

    /// <summary>The end of the stream.</summary>
    public static void WriteEnd(IBufferWriter<byte> output, ResponseFormat format) =>
        output.Write(format == ResponseFormat.Multipart ? "\r\n-----\r\n"u8 : "event: complete\n\n"u8);

    /// <summary>Something that keeps proxies from closing an idle stream; multipart has nothing of the kind.</summary>
    public static void WriteKeepAlive(IBufferWriter<byte> output) => output.Write(":\n\n"u8);
}
