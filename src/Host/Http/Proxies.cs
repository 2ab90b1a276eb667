using GraphQLPlugins.Host.Settings;
using Microsoft.AspNetCore.HttpOverrides;

namespace GraphQLPlugins.Host.Http;

/// <summary>Who really asks, where trusted proxies stand between; nobody else is believed.</summary>
internal static class Proxies
{
    public static IApplicationBuilder UseProxies(this IApplicationBuilder app, HttpOptions http)
    {
        if (http.TrustedProxies.Length == 0) return app;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in http.TrustedProxies.Split(' ', StringSplitOptions.RemoveEmptyEntries)) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        return app.UseForwardedHeaders(options);
    }
}
