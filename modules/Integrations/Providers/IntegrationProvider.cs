using GraphQLPlugins.Integrations.Apps;

namespace GraphQLPlugins.Integrations.Providers;

/// <summary>An integration that is part of this server, as it describes itself (N1).</summary>
public sealed record IntegrationProvider
{
    /// <summary>Its name in calls, such as <c>github</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>What there is to say about it.</summary>
    public required IntegrationProviderMetadata Metadata { get; init; }

    /// <summary>Whether lists show it.</summary>
    public bool IsVisible { get; init; } = true;

    /// <summary>Whether it is added from here; otherwise its vendor's pages begin the installation.</summary>
    public bool CanAdd { get; init; } = true;

    /// <summary>Whether an organization can switch it off without removing it; see <c>disableIntegration</c>.</summary>
    public bool CanDisable { get; init; }

    /// <summary>Whether it acts as the account of the person who set it up.</summary>
    public bool NeedsDefaultIdentity { get; init; }

    /// <summary>Whether it is there only where its feature is switched on.</summary>
    public bool RequiresFeatureFlag { get; init; }

    /// <summary>Whether it opens the line of a stack trace.</summary>
    public bool HasStacktraceLinking { get; init; }

    /// <summary>How wide the setup's window is, in pixels.</summary>
    public int SetupDialogWidth { get; init; } = 600;

    /// <summary>How high the setup's window is, in pixels.</summary>
    public int SetupDialogHeight { get; init; } = 600;

    /// <summary>The steps of its setup, in order.</summary>
    public required IReadOnlyList<string> SetupSteps { get; init; }

    /// <summary>The settings that it needs.</summary>
    public required IReadOnlyList<string> RequiredConfig { get; init; }

    /// <summary>Whether the operator has given it the settings that it needs.</summary>
    public required bool IsConfigured { get; init; }

    internal bool Has(IntegrationFeature feature) => Metadata.Features.Any(f => f.Feature == feature);
}

/// <summary>What there is to say about an integration.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Features">What it adds to the product.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Noun">What one of them is called, such as <c>Installation</c>.</param>
/// <param name="IssueUrl">Where to report what is wrong with it; null when nowhere.</param>
/// <param name="SourceUrl">Where its vendor documents what it works with.</param>
/// <param name="Aspects">What forms and dialogs need to know.</param>
public sealed record IntegrationProviderMetadata(
    string Description, IReadOnlyList<IntegrationFeatureDescription> Features, string Author, string Noun, string? IssueUrl, string SourceUrl, IntegrationAspects Aspects);

/// <summary>A feature, in the integration's own words.</summary>
/// <param name="Feature">Which one.</param>
/// <param name="Description">What it does here.</param>
public sealed record IntegrationFeatureDescription(IntegrationFeature Feature, string Description)
{
    /// <summary>The name by which settings switch it off, such as <c>integrations-commits</c>.</summary>
    public string FeatureGate => Apps.FeatureGate.NameOf(Feature);
}

/// <summary>What forms and dialogs need to know.</summary>
public sealed record IntegrationAspects
{
    /// <summary>What is to be told before it is added.</summary>
    public IReadOnlyList<IntegrationNotice> Alerts { get; init; } = [];

    /// <summary>Where its vendor's pages begin the installation; null when it begins here.</summary>
    public IntegrationExternalInstall? ExternalInstall { get; init; }

    /// <summary>What its configuration is for; null when there is none.</summary>
    public string? ConfigureIntegration { get; init; }

    /// <summary>What is asked before it is switched off; null when it cannot be.</summary>
    public string? DisableDialog { get; init; }

    /// <summary>What is asked before it is removed.</summary>
    public string? RemovalDialog { get; init; }
}

/// <summary>Something to be told.</summary>
/// <param name="Type"><c>info</c> or <c>warning</c>.</param>
/// <param name="Text">In a sentence.</param>
public sealed record IntegrationNotice(string Type, string Text);

/// <summary>An installation that begins at the vendor.</summary>
/// <param name="Url">Where.</param>
/// <param name="ButtonText">What the link says.</param>
/// <param name="NoticeText">Why it begins there.</param>
public sealed record IntegrationExternalInstall(string? Url, string ButtonText, string NoticeText);

[ObjectType<IntegrationFeatureDescription>]
public static partial class IntegrationFeatureNode
{
    /// <summary>Whether it may be used on this server.</summary>
    public static bool GetIsEnabled([Parent] IntegrationFeatureDescription feature, FeatureGate gate) => gate.IsEnabled(feature.Feature);
}

[QueryType]
public static partial class IntegrationProviderQueries
{
    /// <summary>The integrations that are part of this server, by name; those that the operator has not configured too.</summary>
    public static IReadOnlyList<IntegrationProvider> GetIntegrationProviders(IntegrationProviders providers) => [.. providers.All.Select(p => p.Info).Where(p => p.IsVisible)];
}
