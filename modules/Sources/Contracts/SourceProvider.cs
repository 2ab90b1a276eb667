namespace GraphQLPlugins.Sources.Contracts;

/// <summary>How somebody gets access to a source.</summary>
public enum SourceProviderKind
{
    /// <summary>Each user connects an account of their own.</summary>
    [GraphQLName("OAUTH")]
    OAuth,

    /// <summary>The operator has configured an account for all.</summary>
    Manual,

    /// <summary>It stands for a few repositories that were registered with it.</summary>
    OneOff,
}

/// <summary>What a source can do.</summary>
public enum SourceCapability
{
    /// <summary>It lists the repositories of an account.</summary>
    ListRepositories,

    /// <summary>It lets its hooks be registered and removed.</summary>
    RegisterHooks,

    /// <summary>It sends hooks, perhaps set up by its operator.</summary>
    SendHooks,

    /// <summary>It is asked for changes from time to time.</summary>
    Poll,
}

/// <summary>A place where git repositories are.</summary>
/// <param name="Name">Unique, kebab-case.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="Kind">How somebody gets access.</param>
/// <param name="IconUrl">A square picture; null when it has none.</param>
/// <param name="AuthEndpoint">Where users are sent to connect their account; null when nobody needs to.</param>
/// <param name="RequiredConfig">The settings that it cannot work without.</param>
/// <param name="IsConfigured">Whether those are set.</param>
/// <param name="Capabilities">What it can do.</param>
public sealed record SourceProvider(
    string Name, string DisplayName, SourceProviderKind Kind, string? IconUrl, string? AuthEndpoint, IReadOnlyList<string> RequiredConfig, bool IsConfigured,
    IReadOnlyList<SourceCapability> Capabilities);
