using System.Security.Claims;
using GraphQLPlugins.Engine.Authorization;
using GraphQLPlugins.Engine.Resolvers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using AuthorizeDirective = GraphQLPlugins.Engine.Authorization.AuthorizeDirective;
using IGraphAuthorizationHandler = GraphQLPlugins.Engine.Authorization.IAuthorizationHandler;

namespace GraphQLPlugins.Engine.AspNetCore.Authorization;

/// <summary>Decides by ASP.NET's policies, roles and default policy. The resource of a check is the field's context.</summary>
internal sealed class AspNetAuthorizationHandler(IAuthorizationPolicyProvider policies) : IGraphAuthorizationHandler
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    public async ValueTask<AuthorizeResult> AuthorizeAsync(IMiddlewareContext context, AuthorizeDirective directive, CancellationToken cancellationToken)
    {
        var user = context.ContextData.TryGetValue(nameof(ClaimsPrincipal), out var state) && state is ClaimsPrincipal principal ? principal : Nobody;
        var policy = directive.Policy is { } name
            ? await policies.GetPolicyAsync(name)
            : directive.Roles.Count == 0 ? await policies.GetDefaultPolicyAsync() : null;
        if (policy is null && directive.Policy is not null) return AuthorizeResult.PolicyNotFound;
        if (policy is null && directive.Roles.Count == 0) return AuthorizeResult.NoDefaultPolicy;
        if (directive.Roles.Count > 0)
        {
            var combined = new AuthorizationPolicyBuilder().RequireRole(directive.Roles);
            policy = (policy is null ? combined : combined.Combine(policy)).Build();
        }
        var result = await context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, context, policy!);
        if (result.Succeeded) return AuthorizeResult.Allowed;
        return user.Identity?.IsAuthenticated == true ? AuthorizeResult.NotAllowed : AuthorizeResult.NotAuthenticated;
    }
}
