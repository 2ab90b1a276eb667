using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Ide;

/// <summary>Serves the page that browsers get at the endpoint.</summary>
internal static class IdeHandler
{
    // The tools draw with inline styles and run their language services in workers; nothing else may be loaded but what this host serves.
    private const string GraphiQLPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws: wss:; frame-ancestors 'self'";

    /// <summary>Whether a GET comes from a browser that wants a page.</summary>
    public static bool WantsPage(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        for (var i = 0; i < accept.Count; i++)
        {
            if (accept[i]!.Contains("text/html", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>A file of the tool: <c>ide/{version}/{name}</c>.</summary>
    public static bool IsAsset(string? slug, out string name)
    {
        name = "";
        if (slug is null || !slug.StartsWith("ide/", StringComparison.Ordinal)) return false;
        name = slug[(slug.LastIndexOf('/') + 1)..];
        return true;
    }

    /// <summary>Sends the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="options">What the page shows.</param>
    /// <param name="endpoint">The path of the GraphQL endpoint.</param>
    /// <param name="page">The path of the page; its files are below it.</param>
    public static Task SendPageAsync(HttpContext context, GraphQLToolOptions options, string endpoint, string page)
    {
        var html = options.Kind == GraphQLToolKind.Nitro ? NitroPage(options)
            : IdeAssets.AreBuilt ? GraphiQLPage(options, endpoint, $"{page}/ide/{IdeAssets.Version}/")
            : MissingPage(options);
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = "Accept";
        response.Headers.XContentTypeOptions = "nosniff";
        if (options.Kind == GraphQLToolKind.GraphiQL) response.Headers.ContentSecurityPolicy = GraphiQLPolicy;
        var bytes = Encoding.UTF8.GetBytes(html);
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static string GraphiQLPage(GraphQLToolOptions options, string endpoint, string assets)
    {
        // The serializer escapes what could end the script element.
        var settings = JsonSerializer.Serialize(
            new
            {
                endpoint, assets, document = options.Document, tabs = options.Tabs,
                credentials = options.IncludeCookies ? "include" : "same-origin",
                headers = options.HttpHeaders ?? new Dictionary<string, string>(),
            },
            JsonSerializerOptions.Web);
        return $$"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{{TitleOf(options)}}</title>
              <link rel="stylesheet" href="{{assets}}ide.css">
            </head>
            <body>
              <div id="ide">Loading…</div>
              <script id="settings" type="application/json">{{settings}}</script>
              <script type="module" src="{{assets}}ide.js"></script>
            </body>
            </html>
            """;
    }

    private static string MissingPage(GraphQLToolOptions options) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{TitleOf(options)}</title></head>
        <body>
          <h1>GraphiQL is not part of this build</h1>
          <p>It is built with npm. Install Node.js 20 or newer, then build the server again: <code>dotnet build</code>.</p>
          <p>The endpoint itself works: send GraphQL requests to this address.</p>
        </body>
        </html>
        """;

    /// <summary>Takes Nitro's page from the vendor and puts it in the place of this one; its scripts stay where they are.</summary>
    private static string NitroPage(GraphQLToolOptions options)
    {
        var source = JsonSerializer.Serialize(options.NitroUrl.ToString().TrimEnd('/') + "/");
        return $$"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{{TitleOf(options)}}</title></head>
            <body>
              <p id="state">Loading Nitro…</p>
              <script type="module">
                const source = {{source}};
                try {
                  const answer = await fetch(source + 'index.html');
                  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
                  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
                  for (const [tag, name] of [['script', 'src'], ['link', 'href'], ['img', 'src']])
                    for (const element of page.querySelectorAll(`${tag}[${name}]`))
                      element.setAttribute(name, new URL(element.getAttribute(name), source).href);
                  document.open();
                  document.write('<!doctype html>' + page.documentElement.outerHTML);
                  document.close();
                } catch (error) {
                  document.getElementById('state').textContent = `Nitro could not be loaded from ${source}: ${error.message}`;
                }
              </script>
            </body>
            </html>
            """;
    }

    /// <summary>Nitro asks for its settings beside its page.</summary>
    public static Task SendNitroSettingsAsync(HttpContext context, GraphQLToolOptions options)
    {
        var settings = JsonSerializer.SerializeToUtf8Bytes(
            new { title = options.Title, useBrowserUrlAsEndpoint = true, includeCookies = options.IncludeCookies, httpHeaders = options.HttpHeaders, graphQLDocument = options.Document, disableTelemetry = true },
            JsonSerializerOptions.Web);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = settings.Length;
        return context.Response.Body.WriteAsync(settings, context.RequestAborted).AsTask();
    }

    private static string TitleOf(GraphQLToolOptions options) => WebUtility.HtmlEncode(options.Title ?? "GraphQL");
}
