using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GraphQLPlugins.Options.Endpoints;

/// <summary>Writes what a plugin answers, so that it can describe its page and do nothing else to browsers, proxies or the server's origin.</summary>
internal static class PageWriter
{
    private const int MaxHeaderLength = 1024;

    // In a sandbox a page has no origin: its scripts do not run, and it cannot act for whoever looks at it.
    private const string Policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static readonly string[] Allowed = [HeaderNames.ContentDisposition, HeaderNames.ContentLanguage, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.RetryAfter];

    public static Task WriteAsync(HttpContext http, PluginOutcome<ViewResponse> outcome) => outcome.Status switch
    {
        PluginCallStatus.Done => WriteAsync(http.Response, outcome.Value!, http.RequestAborted),
        PluginCallStatus.NotOffered or PluginCallStatus.NotRunning => ProblemAsync(http, StatusCodes.Status405MethodNotAllowed, "VIEW_NOT_SUPPORTED", "The plugin has no such view."),
        PluginCallStatus.Refused => ProblemAsync(http, StatusCodes.Status422UnprocessableEntity, "PLUGIN_REFUSED", outcome.Message!),
        PluginCallStatus.TimedOut => ProblemAsync(http, StatusCodes.Status504GatewayTimeout, "PLUGIN_TIMED_OUT", outcome.Message!),
        PluginCallStatus.Busy => BusyAsync(http, outcome.Message!),
        _ => ProblemAsync(http, StatusCodes.Status502BadGateway, "PLUGIN_FAILED", outcome.Message!),
    };

    public static Task ProblemAsync(HttpContext http, int status, string code, string detail)
    {
        if (status == StatusCodes.Status405MethodNotAllowed) http.Response.Headers.Allow = "";
        return Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(http);
    }

    private static Task BusyAsync(HttpContext http, string message)
    {
        http.Response.Headers.RetryAfter = "1";
        return ProblemAsync(http, StatusCodes.Status503ServiceUnavailable, "PLUGIN_BUSY", message);
    }

    private static async Task WriteAsync(HttpResponse response, ViewResponse page, CancellationToken ct)
    {
        response.StatusCode = page.Status is >= 200 and <= 599 ? page.Status : StatusCodes.Status502BadGateway;
        foreach (var name in Allowed)
            if (page.Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value is { } value && IsPrintable(value)) response.Headers[name] = value;
        response.Headers.CacheControl = CachingOf(page);
        response.Headers.Vary = HeaderNames.Authorization;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified) return;
        response.ContentType = IsPrintable(page.ContentType) && MediaTypeHeaderValue.TryParse(page.ContentType, out _) ? page.ContentType : "application/octet-stream";
        response.ContentLength = page.Body.Length;
        await response.Body.WriteAsync(page.Body, ct);
    }

    /// <summary>Pages are made for one caller: nobody else's cache keeps them, and without a word nobody's does.</summary>
    private static string CachingOf(ViewResponse page)
    {
        var wanted = page.Headers.FirstOrDefault(header => string.Equals(header.Key, HeaderNames.CacheControl, StringComparison.OrdinalIgnoreCase)).Value;
        return CacheControlHeaderValue.TryParse(wanted, out var caching) && caching is { NoStore: false, MaxAge: { } age }
            ? new CacheControlHeaderValue { Private = true, MaxAge = age, MustRevalidate = caching.MustRevalidate, NoCache = caching.NoCache }.ToString()
            : "no-store";
    }

    private static bool IsPrintable(string value) => value.Length <= MaxHeaderLength && value.All(c => c is >= ' ' and < '\x7f');
}
