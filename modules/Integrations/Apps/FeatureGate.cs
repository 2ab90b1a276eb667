using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Providers;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Which features organizations may use on this server.</summary>
public sealed class FeatureGate
{
    private readonly HashSet<string> _disabled;

    internal FeatureGate(IntegrationsOptions options) => _disabled = new(options.DisabledFeatures.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a feature, such as <c>error-events</c>, may be used.</summary>
    public bool IsEnabled(string feature) => !_disabled.Contains(feature);

    /// <summary>Whether a feature of apps may be used.</summary>
    public bool IsEnabled(AppFeatureKind feature) => IsEnabled(NameOf(feature));

    /// <summary>Whether a feature of integrations may be used.</summary>
    public bool IsEnabled(IntegrationFeature feature) => IsEnabled(NameOf(feature));

    /// <summary>As it is written in settings: <c>integrations-issue-sync</c>.</summary>
    public static string NameOf(IntegrationFeature feature) => $"integrations-{feature.InGraph().Replace('_', '-').ToLowerInvariant()}";

    /// <summary>As it is written in settings: <c>issue-link</c>.</summary>
    public static string NameOf(AppFeatureKind feature) => feature.InGraph().Replace('_', '-').ToLowerInvariant();
}
