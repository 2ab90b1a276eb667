using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using IAuthorizationHandler = Microsoft.AspNetCore.Authorization.IAuthorizationHandler;

namespace GraphQLPlugins.Kernel.Identity;

internal static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services, IdentityOptions options)
    {
        // Without AddAuthentication, which would bring data protection and its keys on disk along; bearer tokens need none.
        services.AddAuthenticationCore(o => o.DefaultScheme = PrincipalIdentity.Scheme).AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(PrincipalIdentity.Scheme, null);
        services.AddAuthorizationCore();
        return services
            .AddSingleton(options)
            .AddSingleton<IAuthorizationPolicyProvider, CapabilityPolicies>()
            .AddSingleton<IAuthorizationHandler, CapabilityHandler>()
            .AddSingleton<DefaultAuthorizationService>()
            .AddSingleton<IAuthorizationService, CapabilityAuthorization>()
            .AddSingleton<TokenIntrospection>()
            .AddSingleton<TokenAuthenticator>()
            .AddHttpContextAccessor()
            .AddScoped<Actor>();
    }
}
