using GraphQLPlugins.Host.Graph;
using GraphQLPlugins.Host.Http;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Host.Telemetry;
using GraphQLPlugins.Kernel.Modules;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GraphQLPlugins.Host;

/// <summary>The web application: services and the order in which a request passes through.</summary>
internal static class HostApplication
{
    public static WebApplication Build(HostSettings settings, IReadOnlyList<IModule> modules)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.AddTelemetry(settings.Telemetry);
        builder.Logging.AddConfiguration(settings.Configuration.GetSection("Logging"))
            // A start that fails is told by the command, in a few words.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.WebHost.UseKestrel(kestrel => Limit(kestrel, settings)).UseUrls(settings.Urls);
        builder.Services.AddRouting();
        builder.Services.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins(settings.Http.AllowedOrigins.Split(' ', StringSplitOptions.RemoveEmptyEntries)).AllowAnyHeader().AllowAnyMethod()));
        builder.Services.AddAuthorization();
        builder.Services.AddCompression();
        builder.Services.AddRequestRates(settings.Http.RateLimits);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = settings.Http.ShutdownTimeout);
        builder.Services.AddModules(settings.Configuration, modules);
        builder.Services.AddGraph(settings, modules);

        var app = builder.Build();
        app.UseProxies(settings.Http);
        app.UseUnexpectedErrors();
        app.UseSecurityHeaders();
        app.UseCompression(settings.Http.CompressResponses);
        app.UseRequestSizes(settings.Http);
        app.UseRouting();
        app.UseCors();
        app.UseRequestRates(settings.Http.RateLimits);
        app.UseCallers();
        app.UseAuthorization();
        app.UseSockets();
        app.MapHealth();
        app.MapGraph(settings);
        foreach (var module in modules) module.MapEndpoints(app);
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel, HostSettings settings)
    {
        kestrel.AddServerHeader = false;
        // A little more than the engine's own limit, so that its answer, which names the limit, comes first.
        kestrel.Limits.MaxRequestBodySize = settings.Http.MaxRequestBytes + 64 * 1024;
    }
}
