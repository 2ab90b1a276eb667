namespace GraphQLPlugins.Integrations.Providers;

/// <summary>What a built-in integration adds to the product (N2).</summary>
public enum IntegrationFeature
{
    /// <summary>Alerts raise incidents there.</summary>
    AlertRule,

    /// <summary>Links that are pasted into a chat are shown with what they lead to.</summary>
    ChatUnfurl,

    /// <summary>Commits of its repositories are read.</summary>
    Commits,

    /// <summary>It handles incidents.</summary>
    IncidentManagement,

    /// <summary>Issues are created and linked there.</summary>
    IssueBasic,

    /// <summary>Assignees and states of linked issues follow.</summary>
    IssueSync,

    /// <summary>It is about mobile apps.</summary>
    Mobile,

    /// <summary>It is about functions without servers.</summary>
    Serverless,

    /// <summary>Rules create issues there.</summary>
    TicketRules,

    /// <summary>Data is forwarded there.</summary>
    DataForwarding,

    /// <summary>It replays sessions.</summary>
    SessionReplay,

    /// <summary>Its deployments are read.</summary>
    Deployment,
}
