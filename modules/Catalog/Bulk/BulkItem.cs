using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Bulk;

/// <summary>What happened to one of the plugins that were named.</summary>
/// <param name="Name">The name, as it was given.</param>
/// <param name="Outcome">What happened.</param>
/// <param name="Installation">The plugin as it is afterwards; null when there is none of the name.</param>
/// <param name="Error">Why it could not be changed; null when it could.</param>
public sealed record BulkItem(string Name, BulkOutcome Outcome, PluginInstallation? Installation, BulkError? Error);

/// <summary>Why a plugin of several could not be changed.</summary>
/// <param name="Code">As the mutation for a single one would name it, such as <c>PLUGIN_NOT_FOUND</c>.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
public sealed record BulkError(string Code, string Message, bool Retryable)
{
    /// <summary>The plugins that stand against it by name, such as those that need it; empty when none do.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    internal static BulkError Of(RefusalException refusal) => new(refusal.Code, refusal.Message, refusal.Retryable)
    {
        Plugins = refusal switch
        {
            Dependencies.DependentsExistException exist => exist.Dependents,
            Dependencies.DependencyMissingException missing => [.. missing.Dependencies.Select(dependency => dependency.PluginId)],
            Policies.PluginMandatoryException mandatory => [mandatory.Name],
            _ => [],
        },
    };
}
