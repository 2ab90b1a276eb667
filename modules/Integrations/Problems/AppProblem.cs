using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Problems;

/// <summary>Something that an app reports as not right, in one organization. Reports of one key within an hour are one problem.</summary>
public sealed class AppProblem
{
    internal const int MaxKeyLength = 100;
    internal const int MaxMessageLength = 2000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(60);

    private AppProblem()
    {
    }

    internal AppProblem(Guid appId, Guid organizationId, string key, string message, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        AppId = appId;
        OrganizationId = organizationId;
        Key = key;
        Message = message;
        Count = 1;
        CreatedAt = now;
        UpdatedAt = now;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid AppId { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    /// <summary>What the app calls it.</summary>
    public string Key { get; private set; } = null!;

    /// <summary>What the last report said.</summary>
    public string Message { get; private set; } = null!;

    /// <summary>How often it was reported.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it was reported so often, or so urgently, that somebody should look.</summary>
    public bool Critical { get; private set; }

    /// <summary>Whether somebody has put it aside.</summary>
    public bool Dismissed { get; private set; }

    /// <summary>When it was first reported.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was last reported.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Whether a report now is about this problem, and not a new one.</summary>
    internal bool IsOpenAt(DateTimeOffset now) => !Dismissed && UpdatedAt > now - Window;

    /// <param name="criticalThreshold">From how many reports on it is critical; null never.</param>
    internal void Report(string message, int? criticalThreshold, DateTimeOffset now)
    {
        Message = message;
        Count++;
        UpdatedAt = now;
        Weigh(criticalThreshold);
    }

    internal void Weigh(int? criticalThreshold) => Critical |= Count >= criticalThreshold;

    internal void Dismiss() => Dismissed = true;
}
