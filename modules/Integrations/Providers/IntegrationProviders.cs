using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Providers;

/// <summary>There is no such integration provider.</summary>
public sealed class IntegrationProviderNotFoundException(string provider) : RefusalException($"There is no integration provider '{provider}'.", "provider");

/// <summary>The operator has not given the provider the settings that it needs.</summary>
public sealed class IntegrationNotConfiguredException(string provider, IReadOnlyList<string> requiredConfig)
    : RefusalException($"The provider '{provider}' is not configured on this server. It needs {string.Join(", ", requiredConfig)}.", "provider")
{
    /// <summary>The settings that it needs.</summary>
    public IReadOnlyList<string> RequiredConfig => requiredConfig;
}

/// <summary>All integrations that are part of this server.</summary>
public sealed class IntegrationProviders
{
    internal IntegrationProviders(IEnumerable<IIntegrationProvider> providers) => All = [.. providers.OrderBy(p => p.Info.Key, StringComparer.Ordinal)];

    /// <summary>By key.</summary>
    internal IReadOnlyList<IIntegrationProvider> All { get; }

    /// <summary>Null when there is none of this key.</summary>
    internal IIntegrationProvider? Find(string key) => All.FirstOrDefault(p => p.Info.Key == key);

    /// <exception cref="IntegrationProviderNotFoundException">There is none of this key.</exception>
    /// <exception cref="IntegrationNotConfiguredException">It lacks settings.</exception>
    internal IIntegrationProvider Require(string key)
    {
        var provider = Find(key) ?? throw new IntegrationProviderNotFoundException(key);
        return provider.Info.IsConfigured ? provider : throw new IntegrationNotConfiguredException(key, provider.Info.RequiredConfig);
    }
}
