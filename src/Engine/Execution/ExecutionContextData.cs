namespace GraphQLPlugins.Engine;

/// <summary>Keys of the context data of requests and results that engine and transports agree on.</summary>
public static class ExecutionContextData
{
    /// <summary>On a result: the HTTP status to answer with, an <see cref="int"/> or <see cref="System.Net.HttpStatusCode"/>. Beats the status rules of the transport.</summary>
    public const string HttpStatusCode = "HotChocolate.Execution.Transport.HttpStatusCode";

    /// <summary>On a result: the request was refused because the transport does not allow this kind of operation. Any value.</summary>
    public const string OperationNotAllowed = "HotChocolate.Execution.OperationNotAllowed";

    /// <summary>On a result: validation refused the document. Any value.</summary>
    public const string ValidationErrors = "HotChocolate.Execution.ValidationErrors";

    /// <summary>On a request: introspection is allowed although the schema hides it. Any value.</summary>
    public const string IntrospectionAllowed = "HotChocolate.Execution.Introspection.Allowed";

    /// <summary>On a request: the message sent instead of the default one when introspection is refused.</summary>
    public const string IntrospectionMessage = "HotChocolate.Execution.Introspection.Message";

    /// <summary>On a request: a document that is not stored may run although only stored ones may. Any value.</summary>
    public const string NonPersistedOperationAllowed = "HotChocolate.Execution.NonPersistedOperationAllowed";

    /// <summary>On a request: the depth allowed for it, an <see cref="int"/>; -1: any.</summary>
    public const string MaxAllowedExecutionDepth = "HotChocolate.Execution.MaxAllowedExecutionDepth";

    /// <summary>On a request: <c>"report"</c> adds the cost to the extensions, <c>"validate"</c> only computes it.</summary>
    public const string CostMode = "HotChocolate.CostAnalysis.Mode";

    /// <summary>On a request: limits for it alone, a <c>RequestCostOptions</c>.</summary>
    public const string CostOptions = "HotChocolate.CostAnalysis.Options";

    /// <summary>On a request: it only warms caches, nothing is executed. Any value.</summary>
    public const string IsWarmupRequest = "HotChocolate.Execution.IsWarmupRequest";

    /// <summary>On a request with <see cref="Execution.OperationRequestFlags.ExtendsResult"/>: extensions for its result, by name.</summary>
    public const string ResultExtensions = "HotChocolate.Execution.ResultExtensions";

    /// <summary>Scoped state of a subscription event's root field: the message, as the stream gave it.</summary>
    public const string EventMessage = "HotChocolate.Execution.EventMessage";
}
