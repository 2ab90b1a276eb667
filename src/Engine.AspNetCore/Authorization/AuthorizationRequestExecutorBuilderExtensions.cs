using GraphQLPlugins.Engine.AspNetCore.Authorization;
using GraphQLPlugins.Engine.Execution.Configuration;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using IGraphAuthorizationHandler = GraphQLPlugins.Engine.Authorization.IAuthorizationHandler;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Who decides over <c>[Authorize]</c>.</summary>
public static class AuthorizationRequestExecutorBuilderExtensions
{
    /// <summary>ASP.NET's policies decide.</summary>
    public static IRequestExecutorBuilder AddAuthorization(this IRequestExecutorBuilder builder)
    {
        builder.Services.AddAuthorization();
        return builder.AddAuthorizationCore();
    }

    /// <summary>ASP.NET's policies decide; configures them.</summary>
    public static IRequestExecutorBuilder AddAuthorization(this IRequestExecutorBuilder builder, Action<AuthorizationOptions> configure)
    {
        builder.Services.AddAuthorization(configure);
        return builder.AddAuthorizationCore();
    }

    /// <summary>ASP.NET's policies decide; the application registered them.</summary>
    public static IRequestExecutorBuilder AddAuthorizationCore(this IRequestExecutorBuilder builder)
    {
        builder.Services.AddAuthorizationCore();
        builder.Services.TryAddSingleton<IGraphAuthorizationHandler, AspNetAuthorizationHandler>();
        return builder;
    }

    /// <summary>This handler decides instead.</summary>
    public static IRequestExecutorBuilder AddAuthorizationHandler<T>(this IRequestExecutorBuilder builder) where T : class, IGraphAuthorizationHandler
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<IGraphAuthorizationHandler, T>());
        return builder;
    }
}
