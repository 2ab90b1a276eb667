namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>What one endpoint serves.</summary>
public sealed class GraphQLServerOptions
{
    /// <summary>Kinds of operation that a GET may run; queries by default. Anything else is answered with 405.</summary>
    public AllowedGetOperations AllowedGetOperations { get; set; } = AllowedGetOperations.Query;

    /// <summary>Whether GET runs operations at all.</summary>
    public bool EnableGetRequests { get; set; } = true;

    /// <summary>Whether a GET that runs an operation must carry the <c>GraphQL-Preflight</c> header; 400 without it.</summary>
    public bool EnforceGetRequestsPreflightHeader { get; set; }

    /// <summary>Whether uploads by the multipart request specification are taken.</summary>
    public bool EnableMultipartRequests { get; set; } = true;

    /// <summary>Whether uploads must carry the <c>GraphQL-Preflight</c> header, which keeps foreign sites' forms out; 400 HC0077 without it.</summary>
    public bool EnforceMultipartRequestsPreflightHeader { get; set; } = true;

    /// <summary>Limits of uploads.</summary>
    public UploadOptions Uploads { get; set; } = new();

    /// <summary>Whether the schema can be downloaded.</summary>
    public bool EnableSchemaRequests { get; set; } = true;

    /// <summary>Whether a JSON array of requests is taken; at most <see cref="Limits.MaxBatchSize"/> of them. Differs from HotChocolate 15, where it is off.</summary>
    public bool EnableBatching { get; set; } = true;

    /// <summary>Whether server-sent events may share one connection (<c>{path}/stream</c>, single connection mode of graphql-sse).</summary>
    public bool EnableSingleConnectionStreams { get; set; } = true;

    /// <summary>The page that a browser gets.</summary>
    public GraphQLToolOptions Tool { get; set; } = new();

    /// <summary>WebSockets.</summary>
    public GraphQLSocketOptions Sockets { get; set; } = new();
}

/// <summary>Kinds of operation that GET may run.</summary>
[Flags]
public enum AllowedGetOperations
{
    None = 0,
    Query = 1,
    Mutation = 2,
    Subscription = 4,
    QueryAndMutation = Query | Mutation,
    All = Query | Mutation | Subscription,
}
