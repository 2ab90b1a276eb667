using System.Security.Claims;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Identity.Authorization;

public sealed class CapabilityPoliciesTests
{
    private static readonly ClaimsPrincipal Anonymous = new(new ClaimsIdentity());

    [Fact]
    public async Task A_capability_is_a_policy_without_being_declared()
    {
        Assert.True(await AllowsAsync(new IdentityOptions(), Holder("catalog:write"), "catalog:write"));
        Assert.False(await AllowsAsync(new IdentityOptions(), Holder("catalog:write"), "catalog:admin"));
    }

    [Fact]
    public async Task Without_a_token_the_public_catalog_can_be_read_by_default()
    {
        Assert.True(await AllowsAsync(new IdentityOptions(), Anonymous, "catalog:read"));
        Assert.False(await AllowsAsync(new IdentityOptions(), Anonymous, "options:read"));
    }

    [Fact]
    public async Task Anonymous_access_can_be_closed_and_widened()
    {
        Assert.False(await AllowsAsync(new IdentityOptions { AnonymousCapabilities = "" }, Anonymous, "catalog:read"));
        Assert.True(await AllowsAsync(new IdentityOptions { AnonymousCapabilities = "catalog:read options:read" }, Anonymous, "options:read"));
    }

    private static ClaimsPrincipal Holder(string capabilities) =>
        new(new PrincipalIdentity("somebody", null, Organization.DefaultId, CapabilitySet.Parse(capabilities), null));

    private static async Task<bool> AllowsAsync(IdentityOptions options, ClaimsPrincipal user, string policy)
    {
        await using var services = KernelHost.Build("Host=none", [], options);
        return (await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, null, policy)).Succeeded;
    }
}
