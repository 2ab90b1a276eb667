namespace GraphQLPlugins.Engine.AspNetCore.Responses;

/// <summary>Content types as they are sent.</summary>
internal static class MediaTypes
{
    public const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";
    public const string Json = "application/json; charset=utf-8";
    public const string Multipart = "multipart/mixed; boundary=\"-\"";
    public const string EventStream = "text/event-stream; charset=utf-8";
    public const string GraphQL = "application/graphql; charset=utf-8";
}
