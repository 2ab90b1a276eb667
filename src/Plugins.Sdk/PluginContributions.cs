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
    private readonly Dictionary<string, RepositoryService> _repositoryServices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceProvider> _sourceProviders = new(StringComparer.Ordinal);

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

    /// <summary>The consumers of repositories' files by name; names compare by code point.</summary>
    public IReadOnlyDictionary<string, RepositoryService> RepositoryServices => _repositoryServices;

    /// <summary>The places where git repositories are by name; names compare by code point.</summary>
    public IReadOnlyDictionary<string, SourceProvider> SourceProviders => _sourceProviders;

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

    /// <summary>Offers to take the files of repositories that people activate the service for. To them it is called as the plugin, a slash, and the name.</summary>
    /// <param name="name">1 to 64 characters: small letters, digits and hyphens, a letter first.</param>
    /// <param name="service">What to do.</param>
    public void AddRepositoryService(string name, RepositoryService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (!IsName(name)) throw new ArgumentException("A service's name has 1 to 64 small letters, digits and hyphens, a letter first.", nameof(name));
        if (service.DisplayName is not { Length: > 0 and <= 200 }) throw new ArgumentException("A service's display name has 1 to 200 characters.", nameof(service));
        _repositoryServices[name] = service;
    }

    /// <summary>Offers a place where git repositories are. To people it is called as the plugin, a slash, and the name; all of it together has 100 characters at most.</summary>
    /// <param name="name">1 to 64 characters: small letters, digits and hyphens, a letter first.</param>
    /// <param name="provider">What it is and does.</param>
    public void AddSourceProvider(string name, SourceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (!IsName(name)) throw new ArgumentException("A source's name has 1 to 64 small letters, digits and hyphens, a letter first.", nameof(name));
        if (provider.DisplayName is not { Length: > 0 and <= 200 }) throw new ArgumentException("A source's display name has 1 to 200 characters.", nameof(provider));
        if (provider.IconUrl is { } icon && !IsIcon(icon)) throw new ArgumentException("A source's icon is an https address of at most 2,048 characters, or a data:image/ address of at most 32,768.", nameof(provider));
        if (provider.Activate is not null && (provider.Deactivate is null || provider.Hooks is null)) throw new ArgumentException("A source that registers hooks needs Deactivate and Hooks.", nameof(provider));
        if (provider.Hooks is { Signature: SourceHookSignature.HmacSha256 or SourceHookSignature.Token, Header: null or "" }) throw new ArgumentException("A source whose hooks are signed names the header.", nameof(provider));
        if (provider.Hooks is { Signature: SourceHookSignature.Own, Check: null }) throw new ArgumentException("A source that checks signatures in a way of its own needs Check.", nameof(provider));
        _sourceProviders[name] = provider;
    }

    private static bool IsName(string? name) => name is { Length: > 0 and <= 64 } && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsIcon(string url) =>
        url.StartsWith("data:image/", StringComparison.Ordinal) ? url.Length <= 32_768 : url.Length <= 2048 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https";
}
