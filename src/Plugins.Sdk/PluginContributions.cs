using System.Text.Json;

namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>Answers a request to one of the plugin's own pages.</summary>
public delegate Task<ViewResponse> View(ViewRequest request, CancellationToken cancellationToken);

/// <summary>Does something for a caller; null is a fine answer.</summary>
public delegate Task<JsonElement?> PluginAction(PluginCall call, JsonElement? payload, CancellationToken cancellationToken);

/// <summary>Tries the options that a scope sees, such as by logging in somewhere.</summary>
public delegate Task<ConfigurationTestResult> ConfigurationTest(PluginCall call, CancellationToken cancellationToken);

/// <summary>Everything that a plugin offers. What is declared twice counts as declared last.</summary>
public sealed class PluginContributions
{
    private readonly Dictionary<string, PluginAction> _actions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OptionHooks> _options = new(StringComparer.Ordinal);

    /// <summary>The view of projects; null when there is none.</summary>
    public View? ProjectView { get; set; }

    /// <summary>The view of groups; null when there is none.</summary>
    public View? GroupView { get; set; }

    /// <summary>The configuration test; null when there is none.</summary>
    public ConfigurationTest? Test { get; set; }

    /// <summary>The actions by name; names compare by code point.</summary>
    public IReadOnlyDictionary<string, PluginAction> Actions => _actions;

    /// <summary>The hooks of options by key; keys compare by code point.</summary>
    public IReadOnlyDictionary<string, OptionHooks> Options => _options;

    /// <summary>Offers an action.</summary>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="action">What to do.</param>
    public void AddAction(string name, PluginAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (name is not { Length: > 0 and <= 100 }) throw new ArgumentException("An action's name has 1 to 100 characters.", nameof(name));
        _actions[name] = action;
    }

    /// <summary>Takes part in writing and reading one of the plugin's options.</summary>
    /// <param name="key">The option's key.</param>
    /// <param name="hooks">What to do; members that are null do nothing.</param>
    public void AddOptionHooks(string key, OptionHooks hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        if (key is not { Length: > 0 and <= 255 }) throw new ArgumentException("An option's key has 1 to 255 characters.", nameof(key));
        _options[key] = hooks;
    }
}
