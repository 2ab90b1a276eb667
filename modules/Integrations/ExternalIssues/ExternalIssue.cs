using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>An issue at a vendor that stands for something here.</summary>
public sealed class ExternalIssue
{
    internal const int MaxKeyLength = 255;
    internal const int MaxResourceLength = 200;
    private const int MaxTitleLength = 512;
    private const int MaxDescriptionLength = 32_768;
    private const int MaxTextLength = 255;
    private const int MaxUrlLength = 2048;
    private const int MaxErrorLength = 1024;

    private ExternalIssue()
    {
    }

    internal ExternalIssue(OrganizationIntegration integration, string resource, RemoteIssue remote, string createdBy, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        OrganizationId = integration.OrganizationId;
        IntegrationId = integration.Id;
        Resource = resource;
        Key = remote.Key;
        CreatedBy = createdBy;
        CreatedAt = now;
        Take(remote, now);
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    [GraphQLIgnore]
    public Guid IntegrationId { get; private set; }

    /// <summary>What it stands for here, such as <c>plugin:git</c>.</summary>
    public string Resource { get; private set; } = null!;

    /// <summary>What people call it at the vendor, such as <c>OPS-7</c>.</summary>
    public string Key { get; private set; } = null!;

    /// <summary>Its title, as of the last synchronisation.</summary>
    public string Title { get; private set; } = null!;

    /// <summary>Its text, as far as it is plain.</summary>
    public string? Description { get; private set; }

    /// <summary>Its page.</summary>
    public string? Url { get; private set; }

    /// <summary>The vendor's own name of its state.</summary>
    public string? State { get; private set; }

    /// <summary>Whether that state means that it is done.</summary>
    public bool IsResolved { get; private set; }

    /// <summary>Who has it at the vendor.</summary>
    public string? Assignee { get; private set; }

    /// <summary>Who created or linked it.</summary>
    public string CreatedBy { get; private set; } = null!;

    /// <summary>When it was created or linked.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the vendor was last asked.</summary>
    public DateTimeOffset SyncedAt { get; private set; }

    /// <summary>Why the vendor could not be asked for it when it told of a change; null when it could.</summary>
    public string? SyncError { get; private set; }

    /// <summary>When the vendor is to be asked for it; null when it has told of nothing since.</summary>
    internal DateTimeOffset? SyncDueAt { get; private set; }

    /// <summary>How often asking has failed since it told.</summary>
    internal int SyncAttempts { get; private set; }

    internal int Revision { get; private set; }

    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>Takes over what the vendor says.</summary>
    /// <returns>What changed by it.</returns>
    internal IReadOnlyList<ExternalIssueAction> Take(RemoteIssue remote, DateTimeOffset now)
    {
        var before = (Title, Description, Url, State);
        var (wasResolved, hadAssignee) = (IsResolved, Assignee);
        Title = Cut(remote.Title, MaxTitleLength) ?? "";
        Description = Cut(remote.Description, MaxDescriptionLength);
        Url = remote.Url is { Length: <= MaxUrlLength } ? remote.Url : null;
        State = Cut(remote.State, MaxTextLength);
        IsResolved = remote.IsResolved;
        Assignee = Cut(remote.Assignee, MaxTextLength);
        SyncedAt = now;
        SyncError = null;
        Revision++;
        var changes = new List<ExternalIssueAction>();
        if (Assignee != hadAssignee) changes.Add(ExternalIssueAction.Assigned);
        if (IsResolved != wasResolved) changes.Add(IsResolved ? ExternalIssueAction.Resolved : ExternalIssueAction.Unresolved);
        else if (before != (Title, Description, Url, State)) changes.Add(ExternalIssueAction.Updated);
        return changes;
    }

    /// <summary>The vendor calls it otherwise now.</summary>
    internal void Rename(string key)
    {
        Key = key;
        Revision++;
    }

    /// <summary>The vendor told of a change and could not be asked.</summary>
    internal void Missed(string error)
    {
        SyncError = Cut(error, MaxErrorLength);
        Revision++;
    }

    internal ExternalIssueChanged Event(ExternalIssueAction action, DateTimeOffset now) => new(OrganizationId, Id, IntegrationId, Resource, Key, Title, Url, State, IsResolved, Assignee, action, now);

    internal static void Map(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<ExternalIssue> e)
    {
        e.Property(i => i.Resource).HasMaxLength(MaxResourceLength);
        e.Property(i => i.Key).HasMaxLength(MaxKeyLength);
        e.Property(i => i.Title).HasMaxLength(MaxTitleLength);
        e.Property(i => i.Url).HasMaxLength(MaxUrlLength);
        e.Property(i => i.State).HasMaxLength(MaxTextLength);
        e.Property(i => i.Assignee).HasMaxLength(MaxTextLength);
        e.Property(i => i.CreatedBy).HasMaxLength(400);
        e.Property(i => i.SyncError).HasMaxLength(MaxErrorLength);
        e.Property(i => i.SyncDueAt);
        e.Property(i => i.SyncAttempts);
    }

    private static string? Cut(string? text, int max) => text?.Replace("\0", "") is { } clean ? clean.Length <= max ? clean : clean[..max] : null;
}
