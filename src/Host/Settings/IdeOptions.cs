using GraphQLPlugins.Engine.AspNetCore;

namespace GraphQLPlugins.Host.Settings;

/// <summary>The settings below <c>Ide</c>.</summary>
public sealed class IdeOptions
{
    /// <summary>Which page a browser gets: GraphiQL comes from this server, Nitro from its vendor's CDN.</summary>
    public GraphQLToolKind Kind { get; set; } = GraphQLToolKind.GraphiQL;
}
