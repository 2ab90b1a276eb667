using System.Buffers;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>The answer to an operation that ran. Holds the rendered response until it is disposed.</summary>
/// <remarks>The buffer begins with <c>{"data":</c> and ends with <c>}</c>: without errors and extensions it is the response as it stands.</remarks>
internal sealed class OperationResult(ResultWriter rendered) : IOperationResult
{
    /// <summary>What the buffer begins with.</summary>
    public static ReadOnlySpan<byte> Prefix => "{\"data\":"u8;

    public IReadOnlyDictionary<string, object?>? ContextData { get; init; }

    public bool IsDataSet => true;

    public IReadOnlyList<IError> Errors { get; init; } = [];

    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    public bool? HasNext { get; init; }

    public int? RequestIndex { get; set; }

    public int? VariableIndex { get; set; }

    /// <summary>In the initial result of an incremental response by ids: what is pending, as a member with a comma before it.</summary>
    public byte[] Pending { get; init; } = [];

    /// <summary>Whether the whole response is in one piece, which <see cref="Body"/> is.</summary>
    public bool IsPlain => Errors.Count == 0 && Extensions is null && HasNext is null && RequestIndex is null && VariableIndex is null;

    /// <summary>The response when it is plain; valid until the result is disposed.</summary>
    public ReadOnlyMemory<byte> Body => rendered.WrittenMemory;

    /// <summary>The value of <c>data</c> alone.</summary>
    public ReadOnlySpan<byte> Data => rendered.Written[Prefix.Length..^1];

    public void WriteTo(IBufferWriter<byte> output)
    {
        if (IsPlain)
        {
            output.Write(rendered.Written);
            return;
        }
        using var writer = new ResultWriter(1024);
        ResultMembers.Open(writer, this);
        writer.WriteRaw(",\"data\":"u8);
        var before = writer.Length;
        writer.WriteRaw(Pending);
        ResultMembers.Close(writer, this);
        writer.Patch(0, (byte)'{');
        output.Write(writer.Written[..before]);
        output.Write(Data);
        output.Write(writer.Written[before..]);
    }

    public ValueTask DisposeAsync()
    {
        rendered.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The members of a response around its data, each with a comma before it, in HotChocolate's order.</summary>
internal static class ResultMembers
{
    public static void Open(ResultWriter writer, IOperationResult result)
    {
        if (result.RequestIndex is { } request)
        {
            writer.WriteRaw(",\"requestIndex\":"u8);
            writer.WriteInt32(request);
        }
        if (result.VariableIndex is { } variable)
        {
            writer.WriteRaw(",\"variableIndex\":"u8);
            writer.WriteInt32(variable);
        }
        if (result.Errors.Count == 0) return;
        writer.WriteRaw(",\"errors\":"u8);
        writer.WriteErrors(result.Errors);
    }

    public static void Close(ResultWriter writer, IOperationResult result)
    {
        if (result.Extensions is { Count: > 0 } extensions)
        {
            writer.WriteRaw(",\"extensions\":"u8);
            writer.WriteAny(extensions);
        }
        if (result.HasNext is { } hasNext)
        {
            writer.WriteRaw(",\"hasNext\":"u8);
            writer.WriteBoolean(hasNext);
        }
        writer.WriteByte((byte)'}');
    }
}
