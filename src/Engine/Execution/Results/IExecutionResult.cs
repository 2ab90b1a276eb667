using System.Buffers;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>The outcome of a request: one result or a stream of them. Dispose it after it was written.</summary>
public interface IExecutionResult : IAsyncDisposable
{
    /// <summary>Hints for the transport (status code, ...); null when there are none.</summary>
    IReadOnlyDictionary<string, object?>? ContextData { get; }
}

/// <summary>One finished result; <c>data</c> is rendered already. Spec: Response Format.</summary>
public interface IOperationResult : IExecutionResult
{
    /// <summary>Whether <c>data</c> is part of the response, be it null. False after a request error.</summary>
    bool IsDataSet { get; }

    /// <summary>The errors in order; empty when there are none.</summary>
    IReadOnlyList<IError> Errors { get; }

    /// <summary>Response extensions; null when there are none.</summary>
    IReadOnlyDictionary<string, object?>? Extensions { get; }

    /// <summary>In a stream: whether more results follow; null outside streams.</summary>
    bool? HasNext { get; }

    /// <summary>In a request batch: the 0-based place of the request.</summary>
    int? RequestIndex { get; set; }

    /// <summary>In a variable batch: the 0-based place of the variable set.</summary>
    int? VariableIndex { get; set; }

    /// <summary>Writes the whole response object as compact UTF-8 JSON, <c>errors</c> before <c>data</c>.</summary>
    void WriteTo(IBufferWriter<byte> output);
}

/// <summary>What kind of stream a response is.</summary>
public enum ResponseStreamKind
{
    /// <summary>A subscription: one result an event.</summary>
    Subscription,

    /// <summary>Deferred or streamed parts of one result.</summary>
    Incremental,

    /// <summary>One result for each member of a batch.</summary>
    Batch,
}

/// <summary>A stream of results.</summary>
public interface IResponseStream : IExecutionResult
{
    /// <summary>The kind.</summary>
    ResponseStreamKind Kind { get; }

    /// <summary>The results as they come; may be read once.</summary>
    IAsyncEnumerable<IOperationResult> ReadResultsAsync();
}
