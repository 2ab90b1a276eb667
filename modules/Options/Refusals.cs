using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Options;

/// <summary>The plugin has no option of this key.</summary>
public sealed class OptionUnknownException(string pluginId, string key) : RefusalException($"The plugin '{pluginId}' has no option '{key}'.", "key")
{
    /// <summary>The key that was asked for.</summary>
    public string Key => key;
}

/// <summary>What is wrong with one option's value.</summary>
/// <param name="Key">The option.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
/// <param name="Pointer">Where it is, as a JSON pointer into the values (RFC 6901).</param>
public sealed record OptionProblem(string Key, string Message, string Pointer);

/// <summary>Some values are not valid; none was saved.</summary>
public sealed class OptionInvalidException(IReadOnlyList<OptionProblem> problems)
    : RefusalException(problems.Count == 1 ? $"{problems[0].Key}: {problems[0].Message}" : $"{problems.Count} values are not valid.", "value")
{
    /// <summary>Each problem, by option in form order.</summary>
    public IReadOnlyList<OptionProblem> Problems => problems;
}

/// <summary>The option cannot be set at this scope, or only the plugin itself may set it.</summary>
public sealed class OptionNotEditableException(string key, string reason) : RefusalException($"The option '{key}' cannot be set here: {reason}", "key")
{
    /// <summary>The option.</summary>
    public string Key => key;
}

/// <summary>The scope does not exist in the caller's organization, or its parts do not fit its kind.</summary>
public sealed class ScopeInvalidException(string reason) : RefusalException(reason, "scope");

/// <summary>The plugin does not work there: the catalog does not allow it, it does not run, or it is switched off in the scope.</summary>
public sealed class PluginNotEnabledException(string pluginId) : RefusalException($"The plugin '{pluginId}' is not enabled here.", "pluginId")
{
    /// <summary>The plugin.</summary>
    public string PluginId => pluginId;
}

/// <summary>The plugin cannot be switched off.</summary>
public sealed class PluginAlwaysEnabledException(string pluginId) : RefusalException($"The plugin '{pluginId}' is always enabled.", "pluginId")
{
    /// <summary>The plugin.</summary>
    public string PluginId => pluginId;
}
