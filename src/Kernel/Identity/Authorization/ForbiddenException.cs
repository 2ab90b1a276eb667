using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Identity.Authorization;

/// <summary>The caller lacks a capability that this one thing needs.</summary>
public sealed class ForbiddenException(string capability) : RefusalException($"This needs the capability {capability}.")
{
    /// <summary>What is missing.</summary>
    public string Capability => capability;
}
