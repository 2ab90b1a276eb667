using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace GraphQLPlugins.Host.Http;

/// <summary>An exception that nobody expected, outside of the engine: logged with its trace id, of which alone the client is told.</summary>
internal static class UnexpectedError
{
    public static IApplicationBuilder UseUnexpectedErrors(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        ExceptionHandler = context => Results.Problem(
            title: "Unexpected error",
            statusCode: context.Response.StatusCode,
            extensions: new Dictionary<string, object?> { ["correlationId"] = Activity.Current?.TraceId.ToHexString() }).ExecuteAsync(context),
    });
}
