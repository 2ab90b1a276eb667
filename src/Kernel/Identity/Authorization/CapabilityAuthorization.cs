using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace GraphQLPlugins.Kernel.Identity.Authorization;

/// <summary>
/// ASP.NET's authorization, which for policies of one capability, of which a request has many, needs nothing but a look: no handlers, contexts or logs.
/// All other policies are decided as ever.
/// </summary>
internal sealed class CapabilityAuthorization(DefaultAuthorizationService others, IdentityOptions options) : IAuthorizationService
{
    private static readonly Task<AuthorizationResult> Allowed = Task.FromResult(AuthorizationResult.Success());

    public Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements) =>
        requirements is IReadOnlyList<IAuthorizationRequirement> and [CapabilityRequirement wanted] && Actor.CapabilitiesOf(user, options.Anonymous).Covers(wanted.Capability)
            ? Allowed
            : others.AuthorizeAsync(user, resource, requirements);

    public Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, string policyName) => others.AuthorizeAsync(user, resource, policyName);
}
