using System.Net;

namespace GraphQLPlugins.Kernel.Egress;

/// <summary>What outbound calls may do. Section <c>Egress</c> of the configuration.</summary>
public sealed class EgressOptions
{
    /// <summary>Networks that may be called although they are private, e.g. <c>10.1.0.0/16</c>.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Hosts that must not be called; a leading <c>*.</c> stands for all names below.</summary>
    public IList<string> DeniedHosts { get; } = [];

    /// <summary>When not empty, the only hosts that may be called; a leading <c>*.</c> stands for all names below.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one call may take, its body included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of a body unless the caller asks for less or more.</summary>
    public long MaxResponseBytes { get; set; } = 50L * 1024 * 1024;

    /// <summary>Redirects on the same host that are followed.</summary>
    public int MaxRedirects { get; set; } = 3;

    internal IReadOnlyList<IPNetwork> Networks() => [.. AllowedNetworks.Select(n => IPNetwork.Parse(n))];
}
