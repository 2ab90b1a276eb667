using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Installations.Activation;

/// <summary>The plugin could not be started. The version that was in use still is.</summary>
public sealed class PluginLoadFailedException(string name, string reason) : RefusalException($"The plugin '{name}' could not be started: {reason}", "name")
{
    /// <summary>The plugin's name.</summary>
    public string Name => name;

    /// <summary>Why, as a sentence without internals.</summary>
    [GraphQLIgnore]
    public string Reason => reason;
}
