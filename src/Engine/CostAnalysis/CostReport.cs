using System.Buffers;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>The answer to a request that only asked for its cost: extensions, no data, no errors.</summary>
internal sealed class CostReport(CostMetrics cost) : IOperationResult
{
    /// <summary>The extension's name.</summary>
    public const string Name = "operationCost";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? ContextData => null;

    /// <inheritdoc/>
    public bool IsDataSet => false;

    /// <inheritdoc/>
    public IReadOnlyList<IError> Errors => [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? Extensions { get; } = new Dictionary<string, object?> { [Name] = Extension(cost) };

    /// <inheritdoc/>
    public bool? HasNext => null;

    /// <inheritdoc/>
    public int? RequestIndex { get; set; }

    /// <inheritdoc/>
    public int? VariableIndex { get; set; }

    /// <summary>The extension's value.</summary>
    public static Dictionary<string, object?> Extension(CostMetrics cost) => new() { ["fieldCost"] = cost.FieldCost, ["typeCost"] = cost.TypeCost };

    /// <inheritdoc/>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new ResultWriter(128);
        writer.WriteByte((byte)'{');
        Index(writer, "requestIndex", RequestIndex);
        Index(writer, "variableIndex", VariableIndex);
        writer.WriteRaw("\"extensions\":"u8);
        writer.WriteAny(Extensions!);
        writer.WriteByte((byte)'}');
        output.Write(writer.Written);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Index(ResultWriter writer, string name, int? index)
    {
        if (index is not { } value) return;
        writer.WriteString(name);
        writer.WriteByte((byte)':');
        writer.WriteInt32(value);
        writer.WriteByte((byte)',');
    }
}
