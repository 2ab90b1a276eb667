using GraphQLPlugins.Kernel.Identity.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Identity;

/// <summary>Work that is done for somebody who is not there.</summary>
public static class ActingScope
{
    /// <summary>A scope in which an identity acts, whoever the current request's caller is.</summary>
    public static AsyncServiceScope CreateScopeFor(this IServiceScopeFactory scopes, PrincipalIdentity identity)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().ActAs(identity);
        return scope;
    }
}
