namespace GraphQLPlugins.Catalog.Import;

/// <summary>How a file is to be imported.</summary>
public sealed record ImportOptions
{
    /// <summary>The format that the file must have; null takes what it looks like.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary>The repository that receives the plugins, by name; made when there is none. Null chooses by what the file holds.</summary>
    public string? Repository { get; init; }

    /// <summary>Only find out what would change.</summary>
    public bool DryRun { get; init; }
}

/// <summary>How far an import is.</summary>
/// <param name="Done">Records dealt with.</param>
/// <param name="Total">Records in the file.</param>
/// <param name="Elapsed">Time since writing began.</param>
public readonly record struct ImportProgress(int Done, int Total, TimeSpan Elapsed)
{
    /// <summary>Records per second so far; 0 at the beginning.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>At the rate so far; null at the beginning.</summary>
    public TimeSpan? TimeLeft => Rate > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;
}

/// <summary>What an import did, or with a dry run would have done.</summary>
public sealed record ImportReport
{
    /// <summary>The name of the repository that received the plugins.</summary>
    public required string Repository { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>Records in the file, bad ones included.</summary>
    public int Records { get; init; }

    public int PluginsCreated { get; init; }

    public int PluginsUpdated { get; init; }

    /// <summary>Plugins that the catalog had exactly so already.</summary>
    public int PluginsUnchanged { get; init; }

    public int VersionsCreated { get; init; }

    public int VersionsUpdated { get; init; }

    /// <summary>Dependencies of the created and updated versions.</summary>
    public int DependenciesWritten { get; init; }

    /// <summary>Advisories of the created and updated plugins.</summary>
    public int AdvisoriesWritten { get; init; }

    /// <summary>Records that were left out.</summary>
    public IReadOnlyList<ImportProblem> Problems { get; init; } = [];

    /// <summary>Records that went in without a part of what they say.</summary>
    public IReadOnlyList<ImportProblem> Warnings { get; init; } = [];

    public TimeSpan Elapsed { get; init; }

    /// <summary>False when the catalog was the same afterwards as before.</summary>
    public bool Changed => PluginsCreated + PluginsUpdated + VersionsCreated + VersionsUpdated + AdvisoriesWritten > 0;
}
