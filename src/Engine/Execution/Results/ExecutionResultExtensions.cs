using System.Buffers;
using System.Text;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>Looks at results, for callers in process and tests.</summary>
public static class ExecutionResultExtensions
{
    /// <summary>The result as compact JSON. Errors: <see cref="InvalidOperationException"/> for a stream.</summary>
    public static string ToJson(this IExecutionResult result) => result.ExpectOperationResult().ToJson();

    /// <inheritdoc cref="ToJson(IExecutionResult)"/>
    public static string ToJson(this IOperationResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        result.WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The result as a single one. Errors: <see cref="InvalidOperationException"/> for a stream.</summary>
    public static IOperationResult ExpectOperationResult(this IExecutionResult result) =>
        result as IOperationResult ?? throw new InvalidOperationException($"The result is a {result.GetType().Name}, no single one.");

    /// <summary>The result as a stream. Errors: <see cref="InvalidOperationException"/> for a single one.</summary>
    public static IResponseStream ExpectResponseStream(this IExecutionResult result) =>
        result as IResponseStream ?? throw new InvalidOperationException($"The result is a {result.GetType().Name}, no stream.");
}
