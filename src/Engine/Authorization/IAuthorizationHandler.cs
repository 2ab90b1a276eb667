using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.Authorization;

/// <summary>One rule of <c>[Authorize]</c>.</summary>
/// <param name="Policy">The policy; null asks for an authenticated user.</param>
/// <param name="Roles">Roles, any of which will do; empty: no matter.</param>
/// <param name="Apply">When it is checked.</param>
public sealed record AuthorizeDirective(string? Policy, IReadOnlyList<string> Roles, ApplyPolicy Apply);

/// <summary>The rules of a field, in the order in which they are checked; all must pass. A feature of the field.</summary>
/// <param name="Directives">The rules.</param>
public sealed record AuthorizationRules(IReadOnlyList<AuthorizeDirective> Directives);

/// <summary>What became of a check.</summary>
public enum AuthorizeResult
{
    Allowed,

    /// <summary>The user is known and may not.</summary>
    NotAllowed,

    /// <summary>Nobody is signed in.</summary>
    NotAuthenticated,

    /// <summary>The host has no default policy.</summary>
    NoDefaultPolicy,

    /// <summary>The host has no policy of this name.</summary>
    PolicyNotFound,
}

/// <summary>Decides over rules; a service of the application.</summary>
public interface IAuthorizationHandler
{
    /// <summary>Checks one rule for a field: before its resolver ran, or after it, with the result in the context.</summary>
    ValueTask<AuthorizeResult> AuthorizeAsync(IMiddlewareContext context, AuthorizeDirective directive, CancellationToken cancellationToken = default);
}
