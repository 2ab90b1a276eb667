using System.Buffers;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>The answer to a request that was refused before execution: errors without <c>data</c>. Spec: Request error result format.</summary>
public sealed class RequestErrorResult : IOperationResult
{
    /// <summary>One error.</summary>
    public RequestErrorResult(IError error, IReadOnlyDictionary<string, object?>? contextData = null) : this([error], contextData)
    {
    }

    /// <summary>Several errors, at least one.</summary>
    public RequestErrorResult(IReadOnlyList<IError> errors, IReadOnlyDictionary<string, object?>? contextData = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(errors.Count, nameof(errors));
        Errors = errors;
        ContextData = contextData;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? ContextData { get; }

    /// <inheritdoc/>
    public bool IsDataSet => false;

    /// <inheritdoc/>
    public IReadOnlyList<IError> Errors { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <inheritdoc/>
    public bool? HasNext { get; init; }

    /// <inheritdoc/>
    public int? RequestIndex { get; set; }

    /// <inheritdoc/>
    public int? VariableIndex { get; set; }

    /// <inheritdoc/>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new ResultWriter(512);
        writer.WriteByte((byte)'{');
        if (RequestIndex is { } request)
        {
            writer.WriteRaw("\"requestIndex\":"u8);
            writer.WriteInt32(request);
            writer.WriteByte((byte)',');
        }
        if (VariableIndex is { } variable)
        {
            writer.WriteRaw("\"variableIndex\":"u8);
            writer.WriteInt32(variable);
            writer.WriteByte((byte)',');
        }
        writer.WriteRaw("\"errors\":"u8);
        writer.WriteErrors(Errors);
        if (Extensions is { Count: > 0 })
        {
            writer.WriteRaw(",\"extensions\":"u8);
            writer.WriteAny(Extensions);
        }
        if (HasNext is { } hasNext)
        {
            writer.WriteRaw(",\"hasNext\":"u8);
            writer.WriteBoolean(hasNext);
        }
        writer.WriteByte((byte)'}');
        output.Write(writer.Written);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
