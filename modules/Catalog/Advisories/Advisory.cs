using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Advisories;

/// <summary>A known weakness of some versions of a plugin, or of the host.</summary>
public sealed class Advisory
{
    /// <summary>The plugin id of advisories about the host itself.</summary>
    public const string Core = "CORE";

    private Advisory()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>Its publisher's name for it, such as <c>SECURITY-208</c>; several plugins may share one.</summary>
    public string AdvisoryId { get; private set; } = null!;

    /// <summary>The plugin it is about, or <c>CORE</c> for the host.</summary>
    public string PluginId { get; private set; } = null!;

    /// <summary>Its publisher's grading; null when there is none.</summary>
    public string? Severity { get; private set; }

    public string? Message { get; private set; }

    /// <summary>Where it is explained.</summary>
    public string? Url { get; private set; }

    internal Guid RepositoryKey { get; private set; }

    internal Guid? PluginKey { get; private set; }

    internal IReadOnlyList<AdvisoryRange> Ranges { get; private set; } = [];

    /// <summary>Whether a version has the weakness. Without any range every version has it.</summary>
    internal bool Affects(string version) => Ranges.Count == 0 || Ranges.Any(range => range.Holds(version));

    internal static Advisory Import(Guid repositoryKey, Guid? pluginKey, string pluginId, AdvisoryRecord record, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        AdvisoryId = record.Id,
        PluginId = pluginId,
        Severity = record.Severity,
        Message = record.Message,
        Url = record.Url,
        RepositoryKey = repositoryKey,
        PluginKey = pluginKey,
        Ranges = [.. record.Ranges.Select(range => new AdvisoryRange(range.First, range.Last, range.Pattern))],
    };
}
