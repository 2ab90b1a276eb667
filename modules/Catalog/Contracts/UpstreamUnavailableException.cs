using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Another server that is needed gives no usable answer now. It says nothing about whether the thing exists there.</summary>
public sealed class UpstreamUnavailableException(string upstream, string reason) : RefusalException($"{upstream} is not available: {reason}.")
{
    /// <summary>Which server.</summary>
    public string Upstream => upstream;

    public override bool Retryable => true;
}
