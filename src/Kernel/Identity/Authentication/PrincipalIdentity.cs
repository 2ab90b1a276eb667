using System.Security.Claims;
using GraphQLPlugins.Kernel.Identity.Authorization;

namespace GraphQLPlugins.Kernel.Identity.Authentication;

/// <summary>Who presented a valid token, and what it allows.</summary>
public sealed class PrincipalIdentity : ClaimsIdentity
{
    /// <summary>The authentication type of every one.</summary>
    public const string Scheme = "Bearer";

    /// <summary>Of a token's owner.</summary>
    public PrincipalIdentity(string name, Guid? principalId, Guid organizationId, CapabilitySet capabilities, DateTimeOffset? expiresAt)
        : base([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.NameIdentifier, principalId?.ToString() ?? name)], Scheme)
    {
        PrincipalId = principalId;
        OrganizationId = organizationId;
        Capabilities = capabilities;
        ExpiresAt = expiresAt;
    }

    /// <summary>Null for somebody whom only the external identity provider knows.</summary>
    public Guid? PrincipalId { get; }

    /// <summary>Whose data is seen and changed.</summary>
    public Guid OrganizationId { get; }

    /// <summary>What the token allows.</summary>
    public CapabilitySet Capabilities { get; }

    /// <summary>When the token ends; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; }
}
