namespace GraphQLPlugins.Sources.Publishing;

/// <summary>What became of a manifest that was found at a tag.</summary>
public enum TagPublicationStatus
{
    /// <summary>The catalog has it as a new version.</summary>
    Published,

    /// <summary>The catalog had the version already.</summary>
    AlreadyThere,

    /// <summary>It was refused; the error says why.</summary>
    Refused,
}

/// <summary>What was found at a tag of a repository, and what became of it in the catalog.</summary>
public sealed class TagPublication
{
    internal const int MaxPathLength = 400;
    internal const int MaxMessageLength = 1024;

    private TagPublication()
    {
    }

    internal TagPublication(Guid repositoryId, string tag, string path) => (Id, RepositoryId, Tag, Path) = (Guid.CreateVersion7(), repositoryId, tag, path);

    /// <summary>The tag.</summary>
    public string Tag { get; private set; } = null!;

    /// <summary>The commit that it names.</summary>
    public string Commit { get; private set; } = null!;

    /// <summary>The manifest.</summary>
    public string Path { get; private set; } = null!;

    /// <summary>The plugin that the manifest names; null when it names none, or cannot be read.</summary>
    public string? PluginId { get; private set; }

    /// <summary>The version: the manifest's, or else the tag's.</summary>
    public string? Version { get; private set; }

    public TagPublicationStatus Status { get; private set; }

    /// <summary>What a person should look at, such as a manifest that names another version than the tag; null when all is well.</summary>
    public string? Warning { get; private set; }

    /// <summary>Why it was refused, as a word for programs.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>Why it was refused, in a sentence.</summary>
    public string? ErrorMessage { get; private set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset At { get; private set; }

    internal Guid Id { get; private set; }

    internal Guid RepositoryId { get; private set; }

    internal void End(string commit, PublicationOutcome outcome, DateTimeOffset now)
    {
        Commit = commit;
        (PluginId, Version, Status) = (outcome.PluginId, outcome.Version, outcome.Status);
        Warning = Cut(outcome.Warning);
        (ErrorCode, ErrorMessage) = (outcome.ErrorCode, Cut(outcome.ErrorMessage));
        At = now;
    }

    private static string? Cut(string? text) => text is { Length: > MaxMessageLength } ? text[..MaxMessageLength] : text;
}

/// <summary>What became of one manifest.</summary>
internal sealed record PublicationOutcome(TagPublicationStatus Status, string? PluginId, string? Version, string? Warning = null, string? ErrorCode = null, string? ErrorMessage = null)
{
    public static PublicationOutcome Refused(string? pluginId, string? version, string code, string message) => new(TagPublicationStatus.Refused, pluginId, version, null, code, message);
}
