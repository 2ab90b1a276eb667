using Microsoft.AspNetCore.Http.Features;

namespace GraphQLPlugins.Host.Http;

/// <summary>WebSockets, for requests that may become one; the others need not be prepared for it.</summary>
internal static class Sockets
{
    public static IApplicationBuilder UseSockets(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Headers.Upgrade.Count > 0 || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true }, branch => branch.UseWebSockets());
}
