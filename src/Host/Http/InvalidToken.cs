using Microsoft.AspNetCore.Authentication;

namespace GraphQLPlugins.Host.Http;

/// <summary>
/// A request with a token that is not valid is refused as a whole (RFC 6750 section 3.1): its sender believes to be somebody,
/// and would otherwise wonder about the little that anonymous callers see.
/// </summary>
internal static class InvalidToken
{
    private const string Body = """{"errors":[{"message":"The token is unknown, expired or revoked.","extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}]}""";

    public static IApplicationBuilder UseInvalidTokenRefusal(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // Asked for the second time in this request, the handler answers from memory.
        if ((await context.AuthenticateAsync()).Failure is null)
        {
            await next(context);
            return;
        }
        await context.ChallengeAsync();
        context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
        await context.Response.WriteAsync(Body, context.RequestAborted);
    });
}
