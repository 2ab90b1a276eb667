using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Kernel.Identity.Authorization;

/// <summary>Turns the name of a capability into the policy that it is held, so that none needs to be declared.</summary>
internal sealed class CapabilityPolicies(IOptions<AuthorizationOptions> options) : IAuthorizationPolicyProvider
{
    private readonly DefaultAuthorizationPolicyProvider _declared = new(options);
    private readonly ConcurrentDictionary<string, Task<AuthorizationPolicy?>> _policies = new();

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => _declared.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => _declared.GetFallbackPolicyAsync();

    // Names come from attributes, so there are few of them.
    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        _policies.TryGetValue(policyName, out var known) ? known
        : CapabilitySet.IsKnown(policyName) ? _policies.GetOrAdd(policyName, PolicyOf(policyName))
        : _declared.GetPolicyAsync(policyName);

    private static Task<AuthorizationPolicy?> PolicyOf(string capability) =>
        Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder().AddRequirements(new CapabilityRequirement(capability)).Build());
}

/// <summary>A capability is held, be it by a caller without a token.</summary>
internal sealed record CapabilityRequirement(string Capability) : IAuthorizationRequirement;

internal sealed class CapabilityHandler(IdentityOptions options) : AuthorizationHandler<CapabilityRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, CapabilityRequirement requirement)
    {
        if (Actor.CapabilitiesOf(context.User, options.Anonymous).Covers(requirement.Capability)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
