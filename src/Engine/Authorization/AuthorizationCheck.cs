using GraphQLPlugins.Engine.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Authorization;

/// <summary>Checks rules in order and turns a refusal into the error that clients know.</summary>
internal static class AuthorizationCheck
{
    /// <summary>Checks rules before a field's resolver and others after it. Rules before it that are decided at once cost no state machine.</summary>
    public static FieldMiddleware Around(AuthorizeDirective[] before, AuthorizeDirective[] after)
    {
        return next => context =>
        {
            var check = before.Length == 0 ? default : EnsureAsync(context, before);
            return after.Length == 0 && check.IsCompletedSuccessfully ? next(context) : RunAsync(check, next, context);
        };

        async ValueTask RunAsync(ValueTask check, FieldDelegate next, IMiddlewareContext context)
        {
            await check.ConfigureAwait(false);
            await next(context).ConfigureAwait(false);
            if (after.Length > 0) await EnsureAsync(context, after).ConfigureAwait(false);
        }
    }

    /// <summary>Errors: <see cref="GraphQLException"/> with the code of the first refusal.</summary>
    public static async ValueTask EnsureAsync(IMiddlewareContext context, IReadOnlyList<AuthorizeDirective> directives)
    {
        if (await FindRefusalAsync(context, directives).ConfigureAwait(false) is { } refusal) throw new GraphQLException(refusal);
    }

    public static async ValueTask<IError?> FindRefusalAsync(IMiddlewareContext context, IReadOnlyList<AuthorizeDirective> directives)
    {
        var handler = context.RequestServices.GetService<IAuthorizationHandler>()
            ?? throw new InvalidOperationException($"{context.Selection.Field.Coordinate} has [Authorize] but nothing decides over it; call AddAuthorization() on the schema's builder.");
        foreach (var directive in directives)
        {
            var result = await handler.AuthorizeAsync(context, directive, context.RequestAborted).ConfigureAwait(false);
            if (result != AuthorizeResult.Allowed) return Refusal(result, directive);
        }
        return null;
    }

    private static IError Refusal(AuthorizeResult result, AuthorizeDirective directive) => result switch
    {
        AuthorizeResult.NotAuthenticated => Error(NotAuthorizedMessage, ErrorCodes.NotAuthenticated),
        AuthorizeResult.NoDefaultPolicy => Error("The default authorization policy does not exist.", "AUTH_NO_DEFAULT_POLICY"),
        AuthorizeResult.PolicyNotFound => Error($"The `{directive.Policy}` authorization policy does not exist.", "AUTH_POLICY_NOT_FOUND"),
        _ => Error(NotAuthorizedMessage, ErrorCodes.NotAuthorized),
    };

    private const string NotAuthorizedMessage = "The current user is not authorized to access this resource.";

    private static IError Error(string message, string code) => ErrorBuilder.New().SetMessage(message).SetCode(code).Build();
}
