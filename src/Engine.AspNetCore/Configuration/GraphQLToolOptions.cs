namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>The page that a browser gets at the GraphQL endpoint.</summary>
public sealed class GraphQLToolOptions
{
    /// <summary>Whether there is one; 404 when not.</summary>
    public bool Enable { get; set; } = true;

    /// <summary>Which one.</summary>
    public GraphQLToolKind Kind { get; set; } = GraphQLToolKind.GraphiQL;

    /// <summary>The GraphQL endpoint's path, when the page is mapped elsewhere; null: the page's own path, or the one above it.</summary>
    public string? GraphQLEndpoint { get; set; }

    /// <summary>Where Nitro's web edition is.</summary>
    public Uri NitroUrl { get; set; } = new("https://cdn.chillicream.com/web/latest");

    /// <summary>The page's title.</summary>
    public string? Title { get; set; }

    /// <summary>The document in the first tab.</summary>
    public string? Document { get; set; }

    /// <summary>Example documents, one tab each, in this order.</summary>
    public IReadOnlyList<GraphQLToolTab> Tabs { get; set; } = [];

    /// <summary>Whether cookies are sent along.</summary>
    public bool IncludeCookies { get; set; }

    /// <summary>Headers that every request of the tool carries.</summary>
    public IReadOnlyDictionary<string, string>? HttpHeaders { get; set; }
}

/// <summary>An example tab.</summary>
/// <param name="Title">What stands on the tab.</param>
/// <param name="Document">The document.</param>
/// <param name="Variables">Variables as JSON, or null.</param>
public sealed record GraphQLToolTab(string Title, string Document, string? Variables = null);

/// <summary>The tools.</summary>
public enum GraphQLToolKind
{
    /// <summary>GraphiQL, served from this assembly; needs no network.</summary>
    GraphiQL,

    /// <summary>Nitro, loaded by the browser from its vendor's CDN.</summary>
    Nitro,
}
