using GraphQLPlugins.Host.Settings;
using Microsoft.AspNetCore.Http.Features;

namespace GraphQLPlugins.Host.Http;

/// <summary>Uploads may be larger than other requests; Kestrel refuses with 413 what is larger still.</summary>
internal static class RequestSize
{
    public static IApplicationBuilder UseRequestSizes(this IApplicationBuilder app, HttpOptions options) => app.Use((context, next) =>
    {
        // JSON needs no closer look.
        if (context.Request.ContentType is { } type && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && context.Request.HasFormContentType && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.MaxUploadBytes;
        return next(context);
    });
}
