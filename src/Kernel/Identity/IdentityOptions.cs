using System.ComponentModel.DataAnnotations;
using GraphQLPlugins.Kernel.Identity.Authorization;

namespace GraphQLPlugins.Kernel.Identity;

/// <summary>The settings below <c>Identity</c>.</summary>
public sealed class IdentityOptions
{
    /// <summary>What a caller without a token may do: capabilities with spaces between, empty for nothing.</summary>
    public string AnonymousCapabilities { get; set => (field, Anonymous) = (value, CapabilitySet.Parse(value)); } = "catalog:read";

    /// <summary>The same, read.</summary>
    internal CapabilitySet Anonymous { get; private set; } = CapabilitySet.Parse("catalog:read");

    /// <summary>How long a token's validity is remembered; on other hosts a revoked token works this much longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan TokenCacheTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tokens that are not of this server's own making (RFC 7662).</summary>
    public IntrospectionOptions Introspection { get; set; } = new();
}

/// <summary>The settings below <c>Identity:Introspection</c>.</summary>
public sealed class IntrospectionOptions
{
    /// <summary>The authorization server's introspection endpoint; null turns external identity off.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Whether that endpoint may be in a private network or on this machine. It is the operator's own; other calls out keep to <c>Egress</c>.</summary>
    public bool AllowPrivateEndpoint { get; set; }

    /// <summary>This server's own client id there.</summary>
    public string? ClientId { get; set; }

    /// <summary>This server's own client secret there.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>How long an answer is remembered, at most until the token's own end.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What the authorization server's scopes stand for here: scope to capabilities with spaces between. Scopes that are capabilities count as they are.</summary>
    public Dictionary<string, string> Scopes { get; set; } = [];
}
