namespace GraphQLPlugins.Engine.AspNetCore.Negotiation;

/// <summary>Media types of responses.</summary>
internal enum ResponseFormat : byte
{
    /// <summary>No acceptable one.</summary>
    None,

    /// <summary><c>application/graphql-response+json</c>.</summary>
    GraphQLResponse,

    /// <summary><c>application/json</c>.</summary>
    Json,

    /// <summary><c>multipart/mixed</c>.</summary>
    Multipart,

    /// <summary><c>text/event-stream</c>.</summary>
    EventStream,
}
