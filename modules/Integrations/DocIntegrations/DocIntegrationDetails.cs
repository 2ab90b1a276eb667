using GraphQLPlugins.Integrations.Apps;

namespace GraphQLPlugins.Integrations.DocIntegrations;

/// <summary>What the staff says about a documented integration. What is left out stays.</summary>
public abstract record DocIntegrationDetails
{
    /// <summary>Who made it; needed.</summary>
    public Optional<string?> Author { get; init; }

    /// <summary>What it does; needed.</summary>
    public Optional<string?> Description { get; init; }

    /// <summary>Where it is documented; http or https, needed.</summary>
    public Optional<string?> Url { get; init; }

    /// <summary>From 0 to 32767; 1.</summary>
    public Optional<int?> Popularity { get; init; }

    /// <summary>Whether only the staff sees it yet; true.</summary>
    public Optional<bool?> IsDraft { get; init; }

    /// <summary>What it adds to the product.</summary>
    public Optional<IReadOnlyList<AppFeatureKind>?> Features { get; init; }

    /// <summary>More links; at most 20.</summary>
    public Optional<IReadOnlyList<DocResource>?> Resources { get; init; }
}
