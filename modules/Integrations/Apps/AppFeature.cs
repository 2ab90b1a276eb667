using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>What an app adds to the product.</summary>
public enum AppFeatureKind
{
    /// <summary>It works with the API.</summary>
    Api,

    /// <summary>It links issues to another system.</summary>
    IssueLink,

    /// <summary>It opens the line of a stack trace elsewhere.</summary>
    StacktraceLink,

    /// <summary>It is told about events.</summary>
    EventHooks,

    /// <summary>It plans work.</summary>
    ProjectManagement,

    /// <summary>It handles incidents.</summary>
    IncidentManagement,

    /// <summary>It switches features of the customer's own product.</summary>
    FeatureFlag,

    /// <summary>It raises alerts.</summary>
    Alerts,

    /// <summary>It follows releases.</summary>
    ReleaseManagement,

    /// <summary>It draws data.</summary>
    Visualization,

    /// <summary>It talks in a chat.</summary>
    Chat,

    /// <summary>It replays sessions.</summary>
    SessionReplay,
}

/// <summary>One feature of an app.</summary>
public sealed class AppFeature
{
    internal const int MaxDescriptionLength = 2000;

    private AppFeature()
    {
    }

    internal AppFeature(Guid appId, AppFeatureKind feature, string? userDescription)
    {
        AppId = appId;
        Feature = feature;
        UserDescription = userDescription;
    }

    [GraphQLIgnore]
    public Guid AppId { get; private set; }

    /// <summary>Which one.</summary>
    public AppFeatureKind Feature { get; private set; }

    /// <summary>The author's words in place of the usual ones; null when there are none.</summary>
    public string? UserDescription { get; private set; }

    /// <summary>The author's words, else the usual ones.</summary>
    public string GetDescription() => UserDescription ?? $"This app has the feature {Feature.InGraph()}.";

    internal void Describe(string? userDescription) => UserDescription = userDescription;
}
