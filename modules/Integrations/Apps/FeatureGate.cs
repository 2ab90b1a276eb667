using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Which features organizations may use on this server.</summary>
internal sealed class FeatureGate(IntegrationsOptions options)
{
    private readonly HashSet<string> _disabled = new(options.DisabledFeatures.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a feature, such as <c>error-events</c>, may be used.</summary>
    public bool IsEnabled(string feature) => !_disabled.Contains(feature);

    /// <summary>Whether a feature of apps may be used.</summary>
    public bool IsEnabled(AppFeatureKind feature) => IsEnabled(NameOf(feature));

    /// <summary>As it is written in settings: <c>issue-link</c>.</summary>
    public static string NameOf(AppFeatureKind feature) => feature.InGraph().Replace('_', '-').ToLowerInvariant();
}
