using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Installations.Activation;

/// <summary>The plugin could not be started. The version that was in use still is.</summary>
public sealed class PluginLoadFailedException(string name, string reason, string cause = "LOAD_FAILED") : RefusalException($"The plugin '{name}' could not be started: {reason}", "name")
{
    /// <summary>The plugin's name.</summary>
    public string Name => name;

    /// <summary>Why, as a word for programs: <c>START_FAILED</c>, <c>START_TIMED_OUT</c>, <c>ENTRY_INVALID</c> and so on.</summary>
    public string Cause => cause;

    /// <summary>Why, as a sentence without internals.</summary>
    [GraphQLIgnore]
    public string Reason => reason;
}
