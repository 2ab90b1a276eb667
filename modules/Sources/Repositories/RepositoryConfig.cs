namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Which files and branches of a repository count.</summary>
public sealed record RepositoryConfig
{
    /// <summary>What a repository starts with: all files of all branches.</summary>
    internal static readonly RepositoryConfig Default = new();

    /// <summary>Globs of the files that services get.</summary>
    public IReadOnlyList<string> IncludeFiles { get; init; } = ["**/*"];

    /// <summary>Globs of the files that services never get; <c>.git</c> is always one of them.</summary>
    public IReadOnlyList<string> ExcludeFiles { get; init; } = [];

    /// <summary>Globs of the branches whose hooks lead to a sync; empty is every branch.</summary>
    public IReadOnlyList<string> Branches { get; init; } = [];

    /// <summary>Globs of the tags at which plugins are published to the catalog; empty publishes nothing.</summary>
    public IReadOnlyList<string> PublishOnTag { get; init; } = [];

    /// <summary>What single services have instead, by name in code point order.</summary>
    public IReadOnlyList<ServiceConfig> PerService { get; init; } = [];
}

/// <summary>Which files one service gets; what is null counts as the repository says.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="IncludeFiles">Globs in place of the repository's.</param>
/// <param name="ExcludeFiles">Globs in place of the repository's.</param>
public sealed record ServiceConfig(string Service, IReadOnlyList<string>? IncludeFiles, IReadOnlyList<string>? ExcludeFiles);
