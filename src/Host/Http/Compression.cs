using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Host.Http;

/// <summary>Answers from some size on are compressed for whoever accepts that; streams of events never, since each would wait for the next.</summary>
internal static class Compression
{
    private const int WorthwhileBytes = 1024;

    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // What could be guessed from sizes is asked for with a token, which a foreign page cannot make a browser send.
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = ["application/json", "application/graphql-response+json", "application/graphql", "text/plain", "text/html", "text/css", "text/javascript", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        return services.AddSingleton<IResponseCompressionProvider, LargeResponses>();
    }

    public static IApplicationBuilder UseCompression(this IApplicationBuilder app, bool on) => on ? app.UseResponseCompression() : app;

    private sealed class LargeResponses(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) => context.Response.ContentLength is not < WorthwhileBytes && base.ShouldCompressResponse(context);
    }
}
