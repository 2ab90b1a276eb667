using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>
/// A page. Browsers show it in a sandbox: its scripts do not run, and it loads nothing from elsewhere. Of the headers only those pass that
/// describe the page (<c>Cache-Control</c>, <c>Content-Disposition</c>, <c>Content-Language</c>, <c>ETag</c>, <c>Last-Modified</c>, <c>Retry-After</c>).
/// </summary>
public sealed record ViewResponse
{
    /// <summary>The status; 200 to 599.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A page of text, as UTF-8.</summary>
    public static ViewResponse Text(string text, string contentType = "text/plain; charset=utf-8") => new() { ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    /// <summary>A page of JSON.</summary>
    public static ViewResponse Json(JsonElement value) => new() { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(value.GetRawText()) };

    /// <summary>There is no such page.</summary>
    public static ViewResponse NotFound { get; } = Text("Not found") with { Status = 404 };
}
