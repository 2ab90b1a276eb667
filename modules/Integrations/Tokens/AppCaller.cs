using System.Security.Claims;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tokens;

/// <summary>The app behind the current request, when it is one.</summary>
public sealed class AppCaller(IHttpContextAccessor http, Actor actor)
{
    internal const string AppClaim = "app";
    internal const string InstallationClaim = "app_installation";

    /// <summary>Null when the caller is no app.</summary>
    public Guid? AppId => Find(AppClaim);

    /// <summary>The installation whose token it presents; null when the caller is no app.</summary>
    public Guid? InstallationId => Find(InstallationClaim);

    /// <summary>Who acts, as apps are told.</summary>
    public EventActor AsEventActor() =>
        AppId is { } app ? new EventActor("application", app.ToString(), actor.Name)
        : actor.IsSystem ? new EventActor("application", "system", "system")
        : new EventActor("user", actor.PrincipalId?.ToString() ?? actor.Name, actor.Name);

    private Guid? Find(string claim) => http.HttpContext?.User.FindFirstValue(claim) is { } id ? Guid.Parse(id) : null;
}
