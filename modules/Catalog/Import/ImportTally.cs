namespace GraphQLPlugins.Catalog.Import;

/// <summary>Counts while an import runs.</summary>
internal sealed class ImportTally
{
    private readonly List<ImportProblem> _problems = [];
    private readonly List<ImportProblem> _warnings = [];

    public int Records { get; set; }
    public int PluginsCreated { get; set; }
    public int PluginsUpdated { get; set; }
    public int PluginsUnchanged { get; set; }
    public int PluginsRemoved { get; set; }
    public int VersionsCreated { get; set; }
    public int VersionsUpdated { get; set; }
    public int DependenciesWritten { get; set; }
    public int AdvisoriesWritten { get; set; }

    public void Add(ImportProblem problem) => _problems.Add(problem);

    public void Warn(ImportProblem problem) => _warnings.Add(problem);

    public IReadOnlyList<ImportProblem> Problems => _problems;

    public ImportReport Report(string repository, bool dryRun, TimeSpan elapsed, int maxProblems) => new()
    {
        Repository = repository,
        DryRun = dryRun,
        Records = Records,
        PluginsCreated = PluginsCreated,
        PluginsUpdated = PluginsUpdated,
        PluginsUnchanged = PluginsUnchanged,
        VersionsCreated = VersionsCreated,
        VersionsUpdated = VersionsUpdated,
        DependenciesWritten = DependenciesWritten,
        AdvisoriesWritten = AdvisoriesWritten,
        Problems = [.. _problems.Take(maxProblems)],
        Warnings = [.. _warnings.Take(maxProblems)],
        Elapsed = elapsed,
    };
}
