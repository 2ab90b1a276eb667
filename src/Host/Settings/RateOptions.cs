using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Host.Settings;

/// <summary>The settings below <c>Http:RateLimits</c>. Requests per second are refilled steadily; the burst is how many may come at once.</summary>
public sealed class RateOptions
{
    /// <summary>Requests per second with one token; 0 for as many as come.</summary>
    [Range(0, 1_000_000)]
    public int TokenRequestsPerSecond { get; set; }

    /// <summary>Requests that may come at once with one token.</summary>
    [Range(1, 1_000_000)]
    public int TokenBurst { get; set; } = 200;

    /// <summary>Requests per second from one address; 0 for as many as come.</summary>
    [Range(0, 1_000_000)]
    public int AddressRequestsPerSecond { get; set; }

    /// <summary>Requests that may come at once from one address.</summary>
    [Range(1, 1_000_000)]
    public int AddressBurst { get; set; } = 400;

    /// <summary>Whether anything is limited.</summary>
    internal bool IsOn => TokenRequestsPerSecond > 0 || AddressRequestsPerSecond > 0;
}
