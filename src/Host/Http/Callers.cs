using GraphQLPlugins.Kernel.Identity.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections.Features;

namespace GraphQLPlugins.Host.Http;

/// <summary>
/// Finds out who asks, instead of ASP.NET's middleware, which makes a handler for each request. A request with a token that is not valid is refused as a whole
/// (RFC 6750 section 3.1): its sender believes to be somebody, and would otherwise wonder about the little that anonymous callers see.
/// </summary>
internal static class Callers
{
    private const string Body = """{"errors":[{"message":"The token is unknown, expired or revoked.","extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}]}""";

    /// <summary>Where a connection keeps the token that came last over it.</summary>
    private static readonly object TokenKey = new();

    public static IApplicationBuilder UseCallers(this IApplicationBuilder app)
    {
        // Else the framework adds its own middleware, since there is a scheme for challenges.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        var tokens = app.ApplicationServices.GetRequiredService<TokenAuthenticator>();
        return app.Use((context, next) =>
        {
            if (TokenOf(context) is not { } token) return next(context);
            var asking = tokens.AuthenticateAsync(token, context.RequestAborted);
            return asking.IsCompletedSuccessfully ? GoOnAsync(context, asking.Result, next) : AwaitAsync(context, asking, next);
        });
    }

    private static async Task AwaitAsync(HttpContext context, ValueTask<System.Security.Claims.ClaimsPrincipal?> asking, RequestDelegate next) =>
        await GoOnAsync(context, await asking, next);

    private static Task GoOnAsync(HttpContext context, System.Security.Claims.ClaimsPrincipal? user, RequestDelegate next)
    {
        if (user is null) return RefuseAsync(context);
        context.User = user;
        return next(context);
    }

    /// <summary>A client that goes on using its connection sends the same token, whose digest need not be computed again.</summary>
    private static PresentedToken? TokenOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ } header]) return context.Request.Headers.Authorization.Count == 0 ? null : PresentedToken.Read(context.Request.Headers.Authorization.ToString());
        if (context.Features.Get<IConnectionItemsFeature>() is not { } connection) return PresentedToken.Read(header);
        if (connection.Items.TryGetValue(TokenKey, out var kept) && kept is PresentedToken known && known.Header == header) return known;
        var token = PresentedToken.Read(header);
        if (token is not null) connection.Items[TokenKey] = token;
        return token;
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        await context.ChallengeAsync();
        context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
        await context.Response.WriteAsync(Body, context.RequestAborted);
    }
}
