using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Sources.Repositories.Activation;

/// <summary>The activation took too long and was undone.</summary>
public sealed class ActivationTimeoutException(TimeSpan limit) : RefusalException($"The activation took longer than {limit.TotalSeconds:0} s and was undone; try again, or raise Sources:ActivationTime.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}
