using System.Buffers;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Execution.Incremental;

/// <summary>A subsequent result of an incremental response.</summary>
internal sealed class PatchResult(ResultWriter rendered, bool hasNext) : IOperationResult
{
    public IReadOnlyDictionary<string, object?>? ContextData => null;

    public bool IsDataSet => true;

    public IReadOnlyList<IError> Errors => [];

    public IReadOnlyDictionary<string, object?>? Extensions => null;

    public bool? HasNext => hasNext;

    public int? RequestIndex { get; set; }

    public int? VariableIndex { get; set; }

    public void WriteTo(IBufferWriter<byte> output)
    {
        if (RequestIndex is null && VariableIndex is null)
        {
            output.Write(rendered.Written);
            return;
        }
        using var writer = new ResultWriter(64);
        ResultMembers.Open(writer, this);
        writer.Patch(0, (byte)'{');
        writer.WriteByte((byte)',');
        output.Write(writer.Written);
        output.Write(rendered.Written[1..]);
    }

    public ValueTask DisposeAsync()
    {
        rendered.Dispose();
        return default;
    }
}
