using System.Collections.Frozen;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>What a running plugin offers. A new one is made with every load.</summary>
public sealed class PluginOffer
{
    private PluginOffer()
    {
    }

    /// <summary>The name under which it is installed.</summary>
    public required string PluginId { get; init; }

    /// <summary>The version that runs.</summary>
    public required string Version { get; init; }

    /// <summary>Which load of the installation it is; whoever keeps something that the plugin gave drops it when this changes.</summary>
    public required int Generation { get; init; }

    /// <summary>Whether it has a view of projects.</summary>
    public required bool HasProjectView { get; init; }

    /// <summary>Whether it has a view of groups.</summary>
    public required bool HasGroupView { get; init; }

    /// <summary>Whether it can test its configuration.</summary>
    public required bool CanTest { get; init; }

    /// <summary>Its actions.</summary>
    public required IReadOnlySet<string> Actions { get; init; }

    /// <summary>Options whose values it may rewrite or refuse before they are saved.</summary>
    public required IReadOnlySet<string> BeforeUpdate { get; init; }

    /// <summary>Options whose values it may rewrite when they are read.</summary>
    public required IReadOnlySet<string> OnRead { get; init; }

    /// <summary>Options of whose changes it hears.</summary>
    public required IReadOnlySet<string> AfterUpdate { get; init; }

    /// <summary>The consumers of repositories' files that it brings, by name.</summary>
    public required IReadOnlyList<OfferedRepositoryService> RepositoryServices { get; init; }

    /// <summary>The places where git repositories are that it brings, by name.</summary>
    public required IReadOnlyList<OfferedSourceProvider> SourceProviders { get; init; }

    /// <summary>Whether it takes part in writing or reading any option.</summary>
    public bool HasOptionHooks => BeforeUpdate.Count + OnRead.Count + AfterUpdate.Count > 0;

    internal static PluginOffer Of(string pluginId, string version, int generation, PluginContributions contributions) => new()
    {
        PluginId = pluginId,
        Version = version,
        Generation = generation,
        HasProjectView = contributions.ProjectView is not null,
        HasGroupView = contributions.GroupView is not null,
        CanTest = contributions.Test is not null,
        Actions = contributions.Actions.Keys.ToFrozenSet(StringComparer.Ordinal),
        BeforeUpdate = With(contributions, hooks => hooks.BeforeUpdate),
        OnRead = With(contributions, hooks => hooks.OnRead),
        AfterUpdate = With(contributions, hooks => hooks.AfterUpdate),
        RepositoryServices = [.. contributions.RepositoryServices.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service => new OfferedRepositoryService(
            service.Key, service.Value.DisplayName, service.Value.WorksWithSources is { } sources ? [.. sources] : null))],
        SourceProviders = [.. contributions.SourceProviders.OrderBy(source => source.Key, StringComparer.Ordinal).Select(source => OfferedSourceProvider.Of(source.Key, source.Value))],
    };

    private static FrozenSet<string> With(PluginContributions contributions, Func<OptionHooks, Delegate?> hook) =>
        contributions.Options.Where(option => hook(option.Value) is not null).Select(option => option.Key).ToFrozenSet(StringComparer.Ordinal);
}

/// <summary>A consumer of repositories' files that a plugin brings.</summary>
/// <param name="Name">Unique within the plugin.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="WorksWithSources">The names of the sources that it works with; null is every source.</param>
public sealed record OfferedRepositoryService(string Name, string DisplayName, IReadOnlyList<string>? WorksWithSources);

/// <summary>A place where git repositories are that a plugin brings.</summary>
/// <param name="Name">Unique within the plugin.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="IconUrl">A square picture; null when it has none.</param>
/// <param name="Authorization">How users connect accounts of their own; null when nobody needs to.</param>
/// <param name="RequiredOptions">The plugin's options without which it cannot be used, those of the authorization among them.</param>
/// <param name="RegistersHooks">Whether it lets its hooks be registered and removed.</param>
/// <param name="HasCredentials">Whether the plugin says what git logs in with.</param>
/// <param name="Hooks">How its hooks are signed; null when it sends none.</param>
public sealed record OfferedSourceProvider(
    string Name, string DisplayName, string? IconUrl, SourceAuthorization? Authorization, IReadOnlyList<string> RequiredOptions, bool RegistersHooks, bool HasCredentials, OfferedSourceHooks? Hooks)
{
    internal static OfferedSourceProvider Of(string name, SourceProvider provider)
    {
        var authorization = provider.Authorization;
        string?[] needed = authorization is null ? [] : [authorization.ClientIdOption, authorization.ClientSecretOption, authorization.BaseUrlOption];
        return new(
            name, provider.DisplayName, provider.IconUrl, authorization, [.. provider.RequiredOptions.Concat(needed.OfType<string>()).Distinct()], provider.Activate is not null, provider.Credentials is not null,
            provider.Hooks is { } hooks ? new OfferedSourceHooks(hooks.Signature, hooks.Header, hooks.Prefix) : null);
    }
}

/// <summary>How the hooks of a source are signed that a plugin brings.</summary>
/// <param name="Signature">How.</param>
/// <param name="Header">The header with the signature or the secret; null without one.</param>
/// <param name="Prefix">What stands before it.</param>
public sealed record OfferedSourceHooks(SourceHookSignature Signature, string? Header, string Prefix);
