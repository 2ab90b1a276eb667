using System.Text.Json;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>A request: a document (text or id), the operation's name, variables and state.</summary>
public interface IOperationRequest
{
    /// <summary>The document as UTF-8; empty when only an id was given.</summary>
    ReadOnlyMemory<byte> Document { get; }

    /// <summary>The id of a stored document, or null.</summary>
    string? DocumentId { get; }

    /// <summary>The document's hash as the client sent it (automatic persisted operations), or null.</summary>
    string? DocumentHash { get; }

    /// <summary>The operation to run, or null when there is just one.</summary>
    string? OperationName { get; }

    /// <summary>Variables as JSON; an object, an array of objects (variable batch), or undefined when none were given.</summary>
    JsonElement Variables { get; }

    /// <summary>Variables as CLR values, for callers in process; null when <see cref="Variables"/> counts.</summary>
    IReadOnlyDictionary<string, object?>? VariableValues { get; }

    /// <summary>The request's extensions as JSON; undefined when none were given.</summary>
    JsonElement Extensions { get; }

    /// <summary>State that resolvers see as global state; null when there is none.</summary>
    IReadOnlyDictionary<string, object?>? ContextData { get; }

    /// <summary>The services of the request; null makes the executor open a scope.</summary>
    IServiceProvider? Services { get; }

    /// <summary>What the caller allows.</summary>
    OperationRequestFlags Flags { get; }
}

/// <summary>What the transport allows a request to be.</summary>
[Flags]
public enum OperationRequestFlags
{
    AllowQuery = 1,
    AllowMutation = 2,
    AllowSubscription = 4,
    AllowStreams = 8,
    /// <summary>Deferred results come in the newer format, by ids, instead of HotChocolate 15's, by paths.</summary>
    IncrementalById = 16,
    /// <summary>The result carries the extensions that the context data has under <see cref="ExecutionContextData.ResultExtensions"/>.</summary>
    ExtendsResult = 32,
    /// <summary>Everything; the default.</summary>
    AllowAll = AllowQuery | AllowMutation | AllowSubscription | AllowStreams,
}
