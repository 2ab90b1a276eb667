using Microsoft.Net.Http.Headers;

namespace GraphQLPlugins.Host.Http;

/// <summary>Headers that keep browsers from doing more with an answer than they should.</summary>
internal static class SecurityHeaders
{
    // The IDE's page has its scripts and styles from this server; editors style their lines inline and run workers from blobs.
    private const string Page = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            var headers = response.Headers;
            headers[HeaderNames.XContentTypeOptions] = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            if (!headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
                headers[HeaderNames.ContentSecurityPolicy] = response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true ? Page : Data;
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });
}
