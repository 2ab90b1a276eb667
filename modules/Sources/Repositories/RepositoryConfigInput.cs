using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Which files and branches of a repository are to count. What is left out stays as it is.</summary>
public sealed record RepositoryConfigInput
{
    private const int MaxPatterns = 100;
    private const int MaxServices = 50;

    /// <summary>Globs of the files that services get.</summary>
    public IReadOnlyList<string>? IncludeFiles { get; init; }

    /// <summary>Globs of the files that services never get.</summary>
    public IReadOnlyList<string>? ExcludeFiles { get; init; }

    /// <summary>Globs of the branches whose hooks lead to a sync; empty is every branch.</summary>
    public IReadOnlyList<string>? Branches { get; init; }

    /// <summary>Globs of the tags at which plugins are published to the catalog, once such a tag is new; empty publishes nothing. It is done as whoever says so, who needs <c>catalog:write</c>.</summary>
    public IReadOnlyList<string>? PublishOnTag { get; init; }

    /// <summary>What single services have instead; replaces all that was said for services before.</summary>
    public IReadOnlyList<ServiceConfigInput>? PerService { get; init; }

    /// <summary>The configuration with this on top.</summary>
    /// <exception cref="RepositoryConfigInvalidException">A pattern cannot be read; none is taken then.</exception>
    internal RepositoryConfig ApplyTo(RepositoryConfig current)
    {
        var problems = new List<RepositoryConfigProblem>();
        Check("includeFiles", IncludeFiles, problems);
        Check("excludeFiles", ExcludeFiles, problems);
        Check("branches", Branches, problems);
        Check("publishOnTag", PublishOnTag, problems);
        if (PerService?.Count > MaxServices) problems.Add(new RepositoryConfigProblem("perService", null, $"There are {PerService.Count} services; at most {MaxServices} are allowed."));
        foreach (var service in PerService ?? [])
        {
            Check($"perService.{service.Service}.includeFiles", service.IncludeFiles, problems);
            Check($"perService.{service.Service}.excludeFiles", service.ExcludeFiles, problems);
        }
        foreach (var twice in (PerService ?? []).CountBy(s => s.Service).Where(s => s.Value > 1)) problems.Add(new RepositoryConfigProblem("perService", twice.Key, "The service is named twice."));
        if (problems.Count > 0) throw new RepositoryConfigInvalidException(problems);
        return new RepositoryConfig
        {
            IncludeFiles = IncludeFiles ?? current.IncludeFiles,
            ExcludeFiles = ExcludeFiles ?? current.ExcludeFiles,
            Branches = Branches ?? current.Branches,
            PublishOnTag = PublishOnTag ?? current.PublishOnTag,
            PerService = PerService is null ? current.PerService
                : [.. PerService.OrderBy(s => s.Service, StringComparer.Ordinal).Select(s => new ServiceConfig(s.Service, s.IncludeFiles, s.ExcludeFiles))],
        };
    }

    private static void Check(string field, IReadOnlyList<string>? patterns, List<RepositoryConfigProblem> problems)
    {
        if (patterns?.Count > MaxPatterns) problems.Add(new RepositoryConfigProblem(field, null, $"There are {patterns.Count} patterns; at most {MaxPatterns} are allowed."));
        foreach (var pattern in (patterns ?? []).Take(MaxPatterns))
        {
            try
            {
                Glob.Parse(pattern);
            }
            catch (FormatException e)
            {
                problems.Add(new RepositoryConfigProblem(field, pattern, e.Message));
            }
        }
    }
}

/// <summary>Which files one service is to get; what is left out counts as the repository says.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="IncludeFiles">Globs in place of the repository's.</param>
/// <param name="ExcludeFiles">Globs in place of the repository's.</param>
public sealed record ServiceConfigInput(string Service, IReadOnlyList<string>? IncludeFiles, IReadOnlyList<string>? ExcludeFiles);

/// <summary>What is wrong with one part of a configuration.</summary>
/// <param name="Field">Where it is.</param>
/// <param name="Pattern">What was given; null when the whole list is at fault.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
public sealed record RepositoryConfigProblem(string Field, string? Pattern, string Message);

/// <summary>Parts of a configuration cannot be used; nothing was saved.</summary>
public sealed class RepositoryConfigInvalidException(IReadOnlyList<RepositoryConfigProblem> problems)
    : RefusalException(problems.Count == 1 ? $"{problems[0].Field}: {problems[0].Message}" : $"{problems.Count} parts of the configuration cannot be used.", "config")
{
    /// <summary>Each problem, in the order of the fields.</summary>
    public IReadOnlyList<RepositoryConfigProblem> Problems => problems;
}
