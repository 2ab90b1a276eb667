namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>How results are put into HTTP responses.</summary>
public sealed class HttpResponseFormatterOptions
{
    /// <summary>Which media type a client gets that accepts anything.</summary>
    public HttpTransportVersion HttpTransportVersion { get; set; } = HttpTransportVersion.Latest;
}

/// <summary>Generations of GraphQL over HTTP.</summary>
public enum HttpTransportVersion
{
    /// <summary><c>application/graphql-response+json</c> for clients that accept anything; <c>application/json</c> is always answered with 200.</summary>
    Latest,

    /// <summary>
    /// As the GraphQL-over-HTTP draft recommends until its watershed: <c>application/json</c> for clients that accept anything, and 400 under
    /// <c>application/json</c> for bodies that are no well-formed GraphQL request.
    /// </summary>
    Legacy,
}
