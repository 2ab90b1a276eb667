using System.Security.Claims;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Kernel.Identity;

/// <summary>Who is behind the current request or job; outside of both, the system itself.</summary>
public sealed class Actor(IHttpContextAccessor http, IdentityOptions options)
{
    private static readonly CapabilitySet All = new(["*"]);

    private bool _isTold;
    private PrincipalIdentity? _told;

    private PrincipalIdentity? Identity => _isTold ? _told : http.HttpContext?.User.Identity as PrincipalIdentity;

    /// <summary>True outside of a request: at the start, on the command line, in a job that the system itself asked for.</summary>
    public bool IsSystem => _isTold ? _told is null : http.HttpContext is null;

    /// <summary>False without a valid token.</summary>
    public bool IsAuthenticated => Identity is not null;

    /// <summary>For the audit: the principal and its token, <c>anonymous</c>, or <c>system</c>.</summary>
    public string Name => Identity?.Name ?? (IsSystem ? "system" : "anonymous");

    /// <summary>Null without a token, and for somebody whom only the external identity provider knows.</summary>
    public Guid? PrincipalId => Identity?.PrincipalId;

    /// <summary>Whose data is seen and changed; the first organization's without a token.</summary>
    public Guid OrganizationId => Identity?.OrganizationId ?? Organization.DefaultId;

    /// <summary>When the token ends; null never.</summary>
    public DateTimeOffset? ExpiresAt => Identity?.ExpiresAt;

    /// <summary>What the request may do.</summary>
    public CapabilitySet Capabilities => Identity?.Capabilities ?? (IsSystem ? All : options.Anonymous);

    /// <summary>For what is to be done later on behalf of whoever asks now, with no more than that one may do; null for the system itself.</summary>
    public Delegation? Delegate() => IsSystem ? null : new Delegation(Name, PrincipalId, OrganizationId, string.Join(' ', Capabilities.Granted));

    /// <summary>For permissions that depend on a value, such as <c>plugins:install:git</c>; the others are attributes on the resolver.</summary>
    /// <exception cref="ForbiddenException">The capability is not held.</exception>
    public void Require(string capability)
    {
        if (!Capabilities.Covers(capability)) throw new ForbiddenException(capability);
    }

    /// <summary>From now on this scope acts for somebody who asked earlier; null is the system itself.</summary>
    internal void ActAs(PrincipalIdentity? identity) => (_isTold, _told) = (true, identity);

    /// <summary>As another scope does.</summary>
    internal void ActAs(Actor other)
    {
        if (other._isTold) ActAs(other._told);
    }

    /// <summary>What a user may do, for policies.</summary>
    internal static CapabilitySet CapabilitiesOf(ClaimsPrincipal user, CapabilitySet anonymous) => user.Identity is PrincipalIdentity identity ? identity.Capabilities : anonymous;
}
