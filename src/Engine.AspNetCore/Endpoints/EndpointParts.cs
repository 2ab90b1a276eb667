namespace GraphQLPlugins.Engine.AspNetCore.Endpoints;

/// <summary>What is served at a path.</summary>
[Flags]
internal enum EndpointParts
{
    /// <summary>Operations by POST and GET, uploads, streams.</summary>
    Http = 1,

    /// <summary>Operations over WebSockets.</summary>
    Sockets = 2,

    /// <summary>The schema beside operations: <c>?sdl</c>, <c>/schema</c>, <c>/schema.graphql</c>.</summary>
    Schema = 4,

    /// <summary>The page for browsers.</summary>
    Tool = 8,

    /// <summary>The schema and nothing else, at the path itself.</summary>
    SchemaOnly = 16,
}
